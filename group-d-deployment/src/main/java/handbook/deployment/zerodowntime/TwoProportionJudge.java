package handbook.deployment.zerodowntime;

/// Asks at each look whether chance alone explains the difference between the arms: the two-proportion z-test with a
/// pooled variance, and a bound that allows for the number of looks.
///
/// @param looks how often it decides: at every look, or at the last one only
/// @param bound how many standard errors are too many
record TwoProportionJudge(Looks looks, double bound) implements CanaryJudge {
    /// The two-sided 5 % point of the normal distribution.
    static final double ONE_LOOK = 1.960;
    /// Pocock's constant for ten equally spaced looks, 5 % two-sided over all of them (Biometrika 64, 1977).
    static final double TEN_LOOKS = 2.555;
    /// The 80 % point of the normal distribution.
    private static final double POWER_80 = 0.8416;

    /// When it decides.
    enum Looks {
        EACH, LAST
    }

    // @start region=judge
    @Override
    public Verdict look(int look, Sample baseline, Sample canary) {
        if (looks == Looks.EACH || look == LOOKS) {
            if (standardErrors(baseline, canary) > bound) {
                return Verdict.WORSE;
            }
        }
        return look < LOOKS ? Verdict.CONTINUE : Verdict.GOOD;
    }

    /// How far the canary's error rate lies above the baseline's, in standard errors of that difference; negative when
    /// it lies below, 0 when nothing was seen.
    static double standardErrors(Sample baseline, Sample canary) {
        double pooled = (double) (baseline.errors() + canary.errors()) / (baseline.requests() + canary.requests());
        double variance = pooled * (1 - pooled) * (1.0 / baseline.requests() + 1.0 / canary.requests());
        return variance > 0 ? (canary.rate() - baseline.rate()) / Math.sqrt(variance) : 0;
    }

    /// How many requests each arm needs so that one look at the end finds a difference of rates with a power of 80 %,
    /// 5 % two-sided (normal approximation).
    static long requestsPerArm(double from, double to) {
        double variance = from * (1 - from) + to * (1 - to);
        return Math.round(Math.pow((ONE_LOOK + POWER_80) / (to - from), 2) * variance);
    }
    // @end
}
