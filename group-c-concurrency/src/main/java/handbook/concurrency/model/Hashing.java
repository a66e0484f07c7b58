package handbook.concurrency.model;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The computing task: SHA-256 over the task's number and 64 KiB of zeros.
final class Hashing {
    private static final byte[] ZEROS = new byte[64 * 1024];

    private Hashing() {}

    /// Hashes one task's input.
    ///
    /// @param task its number
    /// @return the first eight bytes of the hash
    static long hash(int task) {
        var digest = sha256();
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, task));
        return ByteBuffer.wrap(digest.digest(ZEROS)).getLong();
    }

    /// The sum of the hashes of a range of tasks.
    static long sum(int from, int to) {
        long sum = 0;
        for (int task = from; task < to; task++) {
            sum += hash(task);
        }
        return sum;
    }

    /// Hashes small inputs until the compiler has put the processor's own instructions in.
    static void warmUp() {
        var digest = sha256();
        for (int i = 0; i < 50_000; i++) {
            digest.digest(new byte[256]);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
