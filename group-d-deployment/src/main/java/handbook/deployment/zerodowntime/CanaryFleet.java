package handbook.deployment.zerodowntime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import handbook.deployment.zerodowntime.StickyRouter.Arm;
import handbook.support.example.Failure;
import handbook.support.process.ChildJvm;

/// Real processes: the old version, a fresh copy of it, and new versions. They live through several roll-outs.
final class CanaryFleet implements AutoCloseable {
    /// The errors of the old version, in percent.
    static final int USUAL_ERRORS = 1;
    private static final List<String> SMALL = List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-Xshare:auto", "-Dsun.net.httpserver.nodelay=true");

    private final Member stable;
    private final Member baseline;
    private final Map<Integer, Member> canaries = new LinkedHashMap<>();

    /// One process.
    record Member(ChildJvm process, int port) {
        /// The ids that took effect in it since it was last asked.
        List<Long> effects() {
            process.writeLine("EFFECTS");
            var ids = process.awaitLine("EFFECTS");
            return ids.isBlank() ? List.of() : Arrays.stream(ids.strip().split(" ")).map(Long::valueOf).toList();
        }
    }

    /// Starts all processes at once.
    ///
    /// @param errors of the new versions, in percent, each another
    CanaryFleet(int... errors) {
        var members = start(errors);
        stable = members.get(0);
        baseline = members.get(1);
        for (int i = 0; i < errors.length; i++) {
            canaries.put(errors[i], members.get(2 + i));
        }
    }

    private static List<Member> start(int... errors) {
        var processes = new ArrayList<ChildJvm>();
        try {
            processes.add(start(Arm.STABLE, USUAL_ERRORS));
            processes.add(start(Arm.BASELINE, USUAL_ERRORS));
            for (int percent : errors) {
                processes.add(start(Arm.CANARY, percent));
            }
            return processes.stream()
                    .map(process -> new Member(process, Integer.parseInt(process.awaitLine("READY ")))).toList();
        } catch (Failure e) {
            processes.forEach(ChildJvm::close);
            throw e;
        }
    }

    private static ChildJvm start(Arm arm, int errors) {
        return ChildJvm.start(CanaryService.class, SMALL, arm.name(), "" + errors, "" + arm.ordinal());
    }

    Member stable() {
        return stable;
    }

    Member baseline() {
        return baseline;
    }

    /// The new version with so many errors.
    Member canary(int errors) {
        return Objects.requireNonNull(canaries.get(errors));
    }

    @Override
    public void close() {
        stable.process().close();
        baseline.process().close();
        canaries.values().forEach(member -> member.process().close());
    }
}
