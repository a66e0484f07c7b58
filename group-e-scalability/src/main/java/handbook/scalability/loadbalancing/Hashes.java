package handbook.scalability.loadbalancing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;

/// Hashes of text to 64 bits, a good one and a spoilt one.
final class Hashes {
    private static final HashFunction FARM_HASH = Hashing.farmHashFingerprint64();

    private Hashes() {}

    /// Google's FarmHash, the variant whose values never change.
    static long farmHash(String text) {
        return FARM_HASH.hashString(text, StandardCharsets.UTF_8).asLong();
    }

    /// Spreads a number over all 64 bits: the last step of Murmur3, in Stafford's
    /// [variant 13](https://zimbry.blogspot.com/2011/09/better-bit-mixing-improving-on.html), as in `SplittableRandom`.
    static long mix(long number) {
        long mixed = (number ^ number >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    // @start region=defect
    /// MD5 folded to eight bytes, joined as Vert.x 5.0 joins them. A negative byte becomes a `long` whose upper bits are
    /// all 1, and the OR puts these into the result: every second hash, the one whose last byte is negative, is one of
    /// the 128 numbers from -128 to -1.
    static long signExtended(String text) {
        var bytes = folded(text);
        long hash = 0;
        for (int i = 0; i < 8; i++) {
            hash |= (long) bytes[i] << (56 - 8 * i);
        }
        return hash;
    }

    /// The same with the one thing that is missing there: the mask.
    static long masked(String text) {
        var bytes = folded(text);
        long hash = 0;
        for (int i = 0; i < 8; i++) {
            hash |= (bytes[i] & 0xffL) << (56 - 8 * i);
        }
        return hash;
    }
    // @end

    private static byte[] folded(String text) {
        try {
            var digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            var bytes = new byte[8];
            for (int i = 0; i < 8; i++) {
                bytes[i] = (byte) (digest[i] ^ digest[i + 8]);
            }
            return bytes;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
