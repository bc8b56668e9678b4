# Standard errors under designs with weights, strata, clusters and populations that end, of the schools
# of California that the package `survey` brings (api: public data of the state, 1999 and 2000).
#
# Made with R 4.2.2 and survey 4.1.1: Rscript survey.R
# `Rscript survey.R data` writes the columns that the tests read.

suppressPackageStartupMessages(library(survey))
data(api)
options(digits = 12)

if ("data" %in% commandArgs(TRUE)) {
  keep <- c("dnum", "stype", "api00", "api99", "sch.wide", "pw", "fpc")
  write.csv(apistrat[, keep], "data/apistrat.csv", row.names = FALSE, quote = FALSE)
  write.csv(apiclus1[, keep], "data/apiclus1.csv", row.names = FALSE, quote = FALSE)
}

show <- function(name, figure, design) {
  cat(name, sprintf("%.8f %.8f", coef(figure), SE(figure)), "df", degf(design), "\n")
}

strata <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat, fpc = ~fpc)
weights <- svydesign(id = ~1, weights = ~pw, data = apistrat)
clusters <- svydesign(id = ~dnum, weights = ~pw, data = apiclus1, fpc = ~fpc)
endless <- svydesign(id = ~dnum, weights = ~pw, data = apiclus1)

for (name in c("strata", "weights", "clusters", "endless")) {
  design <- get(name)
  show(paste(name, "mean"), svymean(~api00, design), design)
  show(paste(name, "change"), svymean(~I(api00 - api99), design), design)
  show(paste(name, "share"), svymean(~as.numeric(sch.wide == "Yes"), design), design)
  show(paste(name, "ratio"), svyratio(~api00, ~api99, design), design)
}

# Elementary schools less middle schools, with all sampled clusters counted.
types <- svyby(~api00, ~stype, clusters, svymean, covmat = TRUE)
show("clusters E less M", svycontrast(types, c(E = 1, H = 0, M = -1)), clusters)
show("clusters M alone", svymean(~api00, subset(clusters, stype == "M")), clusters)

# Ten clusters of which one is a stratum of its own.
few <- subset(apiclus1, dnum %in% sort(unique(apiclus1$dnum))[1:10])
few$part <- ifelse(few$dnum == min(few$dnum), 1, 2)
single <- svydesign(id = ~dnum, strata = ~part, weights = ~pw, data = few)
for (rule in c("certainty", "adjust")) {
  options(survey.lonely.psu = rule)
  show(paste("single", rule), svymean(~api00, single), single)
}

cat("interval", sprintf("%.8f", confint(svymean(~api00, clusters), df = degf(clusters))), "\n")
