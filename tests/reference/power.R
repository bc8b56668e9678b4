# Sample sizes and the power of tests of two groups.
#
# Both tails count (`strict`). Made with R 4.2.2: Rscript power.R

tight <- .Machine$double.eps^0.6

for (size in list(
  power.t.test(delta = 1, power = 0.90, strict = TRUE, tol = tight),
  power.t.test(delta = 0.5, power = 0.80, strict = TRUE, tol = tight),
  power.t.test(delta = 0.05, power = 0.95, sig.level = 0.01, strict = TRUE, tol = tight),
  power.t.test(delta = 3, power = 0.80, strict = TRUE, tol = tight),
  power.prop.test(p1 = 0.50, p2 = 0.75, power = 0.90, tol = tight),
  power.prop.test(p1 = 0.60, p2 = 0.65, power = 0.80, tol = tight),
  power.prop.test(p1 = 0.02, p2 = 0.01, power = 0.80, sig.level = 0.10, tol = tight)
)) cat("n", sprintf("%.4f", size$n), "\n")

cat("delta", sprintf("%.6f", power.t.test(n = 20, power = 0.90, strict = TRUE, tol = tight)$delta), "\n")
cat("delta", sprintf("%.6f", power.t.test(n = 400, power = 0.80, sd = 2, strict = TRUE, tol = tight)$delta), "\n")
cat("p2", sprintf("%.6f", power.prop.test(n = 400, p1 = 0.60, power = 0.80, tol = tight)$p2), "\n")
