# Five random samples of spells, with ties, late entry, weights of 0 and of parts of a customer, and gaps:
# everything of them that R tells. Figures go to data/spells_by_r.csv, which spells.rs reads.
#
# Made with R 4.2.2, survival 3.5.3 and etm 1.1.1: Rscript spells.R > data/spells_by_r.csv

suppressPackageStartupMessages({
  library(survival)
  library(etm)
})

all <- read.csv("data/spells.csv")
control <- coxph.control(eps = 1e-13, iter.max = 60, toler.chol = 1e-14, timefix = FALSE)

for (set in unique(all$set)) {
  show <- function(key, ...) cat(set, ",", key, ",", paste(sprintf("%.12g", c(...)), collapse = " "), "\n", sep = "")
  d <- all[all$set == set & all$weight > 0, ]
  # Whoever was there from the beginning is at risk at a tenure of 0, too.
  d$entry[is.na(d$entry)] <- -1
  d$left <- as.integer(d$reason != "")
  curve <- function(rows, ...) {
    survfit(Surv(entry, time, left) ~ 1, rows, weights = weight, robust = FALSE, timefix = FALSE, ...)
  }
  km <- curve(d)
  for (i in which(km$n.event > 0)) {
    show(paste("curve", km$time[i]), km$n.risk[i], km$n.event[i], km$surv[i], km$std.err[i] * km$surv[i],
         km$cumhaz[i], km$std.chaz[i])
  }
  for (type in c("plain", "log", "log-log", "arcsin")) {
    k <- curve(d, conf.type = type)
    for (i in which(k$n.event > 0 & k$surv > 1e-12)) {
      show(paste("interval", k$time[i], type), k$lower[i], k$upper[i])
    }
  }
  until <- max(d$time[d$left == 1]) - 1
  show(paste("mean", until), summary(km, rmean = until)$table[c("rmean", "se(rmean)")])
  later <- d[d$time > 2, ]
  later$entry <- pmax(later$entry, 2)
  given <- curve(later)
  for (i in which(given$n.event > 0)) {
    show(paste("stayed", given$time[i]), given$n.risk[i], given$surv[i], given$std.err[i] * given$surv[i])
  }

  # Shares by reason; etm has no weights, but the errors of the product of matrices.
  d$id <- seq_len(nrow(d))
  d$why <- factor(d$reason, c("", "price", "service"))
  shares <- survfit(Surv(entry, time, why) ~ 1, d, weights = weight, id = id, timefix = FALSE)
  for (name in c("price", "service")) {
    state <- which(shares$states == name)
    for (i in which(shares$n.event[, state] > 0)) show(paste("share", shares$time[i], name), shares$pstate[i, state])
  }
  moves <- data.frame(id = d$id, from = 0, to = ifelse(d$left == 1, d$reason, "cens"),
                      entry = d$entry + 1, exit = d$time + 1)
  leads <- matrix(FALSE, 3, 3, dimnames = rep(list(c("0", "price", "service")), 2))
  leads[1, 2:3] <- TRUE
  moves <- etm(moves, rownames(leads), leads, "cens", s = 0, covariance = TRUE)
  for (name in c("price", "service")) for (time in sort(unique(d$time[d$reason == name]))) {
    at <- max(which(moves$time <= time + 1))
    show(paste("unweighted", time, name), trprob(moves, paste("0", name))[at],
         sqrt(trcov(moves, paste("0", name))[at]))
  }

  # The score test of an exact regression is the log-rank test, with its hypergeometric variance. Unweighted.
  exact <- coxph.control(iter.max = 0)
  one <- d
  one$score <- c(1, 2, 4)[one$group + 1]
  test <- function(formula) suppressWarnings(coxph(formula, one, ties = "exact", control = exact)$score)
  if (max(table(one$time[one$left == 1])) <= 6) { # it counts all ways to choose those who left
    show("log-rank groups", test(Surv(entry, time, left) ~ factor(group)))
    show("log-rank strata", test(Surv(entry, time, left) ~ factor(group) + strata(stratum)))
    show("log-rank trend", test(Surv(entry, time, left) ~ score))
  }

  for (ties in c("efron", "breslow")) for (strata in c("one", "strata")) {
    formula <- Surv(entry, time, left) ~ price + plan
    if (strata == "strata") formula <- update(formula, . ~ . + strata(stratum))
    fit <- suppressWarnings(coxph(formula, d, weights = weight, ties = ties, cluster = id, control = control))
    if (any(diag(fit$naive.var) > 100)) next # one of the coefficients has no limit
    together <- coxph(formula, d, weights = weight, ties = ties, cluster = cluster, control = control)
    key <- paste("cox", ties, strata)
    show(paste(key, "coefficients"), coef(fit))
    show(paste(key, "classical"), sqrt(diag(fit$naive.var)))
    show(paste(key, "robust"), sqrt(diag(fit$var)))
    show(paste(key, "clustered"), sqrt(diag(together$var)))
    show(paste(key, "tests"), fit$loglik, fit$score, fit$wald.test)
    show(paste(key, "concordance"), concordance(fit)$concordance)
    show(paste(key, "proportional"), cox.zph(fit, "identity", terms = FALSE)$table[, "chisq"])
    if (strata == "one") {
      base <- survfit(fit, data.frame(price = 0.5, plan = 1), stype = 2, ctype = 1, se.fit = FALSE)
      at <- which(base$n.event > 0)
      at <- at[ceiling(length(at) / 2)]
      show(paste(key, "survival"), base$time[at], base$surv[at])
    }
  }
}
