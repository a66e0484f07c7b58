package handbook.core.gil;

import java.util.concurrent.atomic.AtomicLong;

/// The primes below a number, counted chunk by chunk: work that only computes. `gil.py` does the same.
///
/// @param below the number
record Primes(int below) {
    private static final int CHUNK = 1_000;

    int chunks() {
        return (below + CHUNK - 1) / CHUNK;
    }

    /// Counts the primes in one chunk.
    long in(int chunk) {
        long primes = 0;
        for (int n = chunk * CHUNK; n < end(chunk); n++) {
            primes += isPrime(n) ? 1 : 0;
        }
        return primes;
    }

    /// Counts the primes in one chunk, and the odd divisors that did not divide in a counter that others use too.
    long in(int chunk, AtomicLong divisions) {
        long primes = 0;
        for (int n = chunk * CHUNK; n < end(chunk); n++) {
            primes += isPrime(n, divisions) ? 1 : 0;
        }
        return primes;
    }

    private int end(int chunk) {
        return Math.min((chunk + 1) * CHUNK, below);
    }

    private static boolean isPrime(int n) {
        if (n < 4) {
            return n > 1;
        }
        if (n % 2 == 0) {
            return false;
        }
        int divisor = 3;
        while (divisor * divisor <= n && n % divisor != 0) {
            divisor += 2;
        }
        return divisor * divisor > n;
    }

    private static boolean isPrime(int n, AtomicLong divisions) {
        if (n < 4) {
            return n > 1;
        }
        if (n % 2 == 0) {
            return false;
        }
        int divisor = 3;
        while (divisor * divisor <= n && n % divisor != 0) {
            divisions.incrementAndGet();
            divisor += 2;
        }
        return divisor * divisor > n;
    }
}
