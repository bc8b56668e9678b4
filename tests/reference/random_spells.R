# Sixty random samples of two groups of spells: restricted means and their differences by the formula of
# survRM2, from survival; ends of bands by km.ci, whose critical values are those of printed tables. Figures
# go to data/random_spells_by_r.csv, which random_spells.rs reads.
#
# Made with R 4.2.2, survival 3.5.3 and km.ci 0.5.6: Rscript random_spells.R > data/random_spells_by_r.csv

suppressPackageStartupMessages({
  library(survival)
  library(km.ci)
})

# The generator of Park and Miller, so that the samples need no file.
state <- 0
unit <- function() {
  state <<- (16807 * state) %% 2147483647
  state / 2147483647
}

sample_of <- function(set) {
  state <<- 7919 * set
  count <- 25 + floor(50 * unit())
  rows <- t(sapply(seq_len(count), function(row) {
    u <- unit()
    time <- 1 + floor(40 * u * u)
    followed <- 6 + floor(30 * unit())
    c(min(time, followed), time <= followed, unit() < 0.5)
  }))
  data.frame(time = rows[, 1], left = rows[, 2], group = rows[, 3])
}

for (set in 1:60) {
  show <- function(key, ...) cat(set, ",", key, ",", paste(sprintf("%.12g", c(...)), collapse = " "), "\n", sep = "")
  d <- sample_of(set)
  mean_of <- function(rows) {
    curve <- survfit(Surv(time, left) ~ 1, rows, timefix = FALSE)
    summary(curve, rmean = 12)$table[c("rmean", "se(rmean)")]
  }
  groups <- lapply(0:1, function(group) d[d$group == group, ])
  if (all(sapply(groups, function(rows) max(rows$time)) >= 12)) {
    two <- sapply(groups, mean_of)
    difference <- two[1, 2] - two[1, 1]
    error <- sqrt(sum(two[2, ]^2))
    show("mean", two[1, ])
    show("difference", difference, error, difference + c(-1, 1) * qnorm(0.975) * error,
         2 * pnorm(-abs(difference / error)))
  }
  curve <- survfit(Surv(time, left) ~ 1, d, timefix = FALSE)
  for (method in c("hall-wellner", "epband", "loghall", "logep")) {
    band <- try(km.ci(curve, conf.level = 0.95, tl = 3, tu = 15, method = method), silent = TRUE)
    if (inherits(band, "try-error")) next
    at <- max(which(band$time <= 9))
    show(method, band$time[at], band$lower[at], band$upper[at])
  }
}
