# Cox regressions of the customers of a telecom, of Walton's sample and of Freireich's patients.
#
# Made with R 4.2.2 and survival 3.5.3: Rscript cox.R

suppressPackageStartupMessages(library(survival))

show <- function(name, ...) cat(name, sprintf("%.10g", c(...)), "\n")

telecom <- read.csv("../../report/data/telecom.csv")
telecom$left <- telecom$churn == "Yes"
telecom$fiber <- telecom$internet_service == "Fiber optic"
telecom$check <- telecom$payment_method == "Electronic check"
telecom$row <- seq_len(nrow(telecom)) - 1
telecom$weight <- 1 + telecom$row %% 3
telecom$account <- telecom$row %% 1000
covariates <- ~ senior_citizen + partner + fiber + check + monthly_charges
# Nothing but the last digits.
control <- coxph.control(eps = 1e-13, iter.max = 50, toler.chol = 1e-14)

figures <- function(name, fit) {
  show(paste(name, "coefficients"), coef(fit))
  show(paste(name, "errors"), sqrt(diag(vcov(fit))))
  if (!is.null(fit$naive.var)) show(paste(name, "classical"), sqrt(diag(fit$naive.var)))
  show(paste(name, "likelihoods"), fit$loglik)
  show(paste(name, "score, wald"), fit$score, fit$wald.test)
  show(paste(name, "concordance"), fit$concordance["concordance"])
}

# `transform = "rank"` of cox.zph ranks those who are still here too.
proportional <- function(name, fit, time, left) {
  ranks <- rank(time[left == 1])
  among_those_who_left <- function(times) {
    found <- ranks[match(times, time[left == 1])]
    ifelse(is.na(found), 0, found) # of no row that left
  }
  for (transform in list("km", among_those_who_left, "identity", "log")) {
    test <- cox.zph(fit, transform = transform, terms = FALSE)
    title <- if (is.function(transform)) "rank" else transform
    show(paste(name, "proportional", title), test$table[, "chisq"])
  }
}

fit <- function(response, data, ...) {
  formula <- update(covariates, paste(response, "~ ."))
  do.call(coxph, list(formula, data = data, control = control, ...))
}
naive <- "Surv(tenure, left)"
stayed <- subset(telecom, tenure > 0)

efron <- fit(naive, stayed, robust = TRUE)
figures("efron", efron)
proportional("efron", efron, stayed$tenure, stayed$left)
show("efron covariance", vcov(efron)[2, 5])
breslow <- fit(naive, stayed, ties = "breslow", robust = TRUE)
figures("breslow", breslow)
new <- data.frame(senior_citizen = 1, partner = 0, fiber = TRUE, check = FALSE, monthly_charges = 70)
show("breslow survival at 1, 24, 60", summary(survfit(breslow, newdata = new), times = c(1, 24, 60))$surv)

entered <- fit("Surv(tenure - 1, tenure, left)", stayed, cluster = stayed$row)
figures("entered", entered)
proportional("entered", entered, stayed$tenure, stayed$left)

strata <- coxph(Surv(tenure, left) ~ senior_citizen + partner + fiber + check + monthly_charges + strata(contract),
  data = stayed, robust = TRUE, control = control)
figures("strata", strata)
proportional("strata", strata, stayed$tenure, stayed$left)

weighted <- fit(naive, stayed, weights = stayed$weight, robust = TRUE)
figures("weighted", weighted)

clusters <- fit("Surv(tenure - 1, tenure, left)", stayed, cluster = stayed$account, weights = stayed$weight)
figures("clusters", clusters)

waltons <- read.csv("data/waltons.csv")
walton <- coxph(Surv(T, E) ~ group, data = waltons, control = control, robust = TRUE)
figures("waltons", walton)
proportional("waltons", walton, waltons$T, waltons$E)

freireich <- data.frame(
  time = c(6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35,
    1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23),
  left = c(rep(1, 9), rep(0, 12), rep(1, 21)),
  placebo = rep(c(0, 1), each = 21))
for (ties in c("efron", "breslow")) {
  patients <- coxph(Surv(time, left) ~ placebo, data = freireich, ties = ties, robust = TRUE, control = control)
  figures(paste("freireich", ties), patients)
  proportional(paste("freireich", ties), patients, freireich$time, freireich$left)
}
