package handbook.deployment.zerodowntime;

/// Looks at both arms a fixed number of times while requests come in, and says each time whether it has seen enough.
interface CanaryJudge {
    /// How often a judge may look.
    int LOOKS = 10;

    /// What a judge says.
    enum Verdict {
        /// Go on sending.
        CONTINUE,
        /// Roll back.
        WORSE,
        /// Nothing against it.
        GOOD
    }

    /// What one version did so far.
    ///
    /// @param requests how many it answered
    /// @param errors how many of them were bad
    record Sample(int requests, int errors) {
        double rate() {
            return requests == 0 ? 0 : (double) errors / requests;
        }
    }

    /// Looks once.
    ///
    /// @param look which look this is, 1 to [#LOOKS]
    /// @param baseline the old version
    /// @param canary the new version
    /// @return at the last look never [Verdict#CONTINUE]
    Verdict look(int look, Sample baseline, Sample canary);

    /// Judges by a line drawn once: an error rate above it is too much, whatever the baseline does and however few the
    /// requests are.
    ///
    /// @param limit the highest rate allowed, 0 to 1
    record Threshold(double limit) implements CanaryJudge {
        @Override
        public Verdict look(int look, Sample baseline, Sample canary) {
            if (canary.rate() > limit) {
                return Verdict.WORSE;
            }
            return look < LOOKS ? Verdict.CONTINUE : Verdict.GOOD;
        }
    }
}
