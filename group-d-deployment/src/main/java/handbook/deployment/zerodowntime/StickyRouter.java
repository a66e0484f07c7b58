package handbook.deployment.zerodowntime;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// Decides by the user's id, never by the request, who meets a new version. The same user always meets the same one at
/// a given weight, and raising the weight only moves users from old to new.
final class StickyRouter {
    /// Where a request goes.
    enum Arm {
        /// The old version as it has run for days.
        STABLE,
        /// The old version, started together with the canary: what the canary is compared with.
        BASELINE,
        /// The new version.
        CANARY
    }

    private static final int SLOTS = 10_000;

    private final String release;
    private volatile int percent;

    /// @param release goes into the hash, so that it is not the same users who try every release first
    StickyRouter(String release) {
        this.release = release;
    }

    // @start region=router
    /// Raises or lowers the canary's share of the users. The baseline has the same share as long as there is room.
    ///
    /// @param percent 0 to 100
    void weight(int percent) {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("a weight of " + percent + " %; expected 0 to 100");
        }
        this.percent = percent;
    }

    /// Where a user's requests go. Each user has a slot for the whole release; the canary grows from the first slot
    /// upwards, the baseline from the last one downwards.
    Arm armOf(String user) {
        int slot = slot(user);
        int share = percent * SLOTS / 100; // read once: the weight may change meanwhile
        if (slot < share) {
            return Arm.CANARY;
        }
        return slot >= SLOTS - share ? Arm.BASELINE : Arm.STABLE;
    }

    /// `String.hashCode` would do as far as stability goes, but its low digits follow the id's last character.
    private int slot(String user) {
        var crc = new CRC32();
        crc.update((release + ":" + user).getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % SLOTS);
    }
    // @end
}
