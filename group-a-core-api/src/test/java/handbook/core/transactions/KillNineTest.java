package handbook.core.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

import handbook.support.server.Postgres;

/// The log writer sleeps for 10 s between its rounds, so that what was acknowledged is not written by accident.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // only so that a mistake ends
class KillNineTest {
    private static final int COMMITS = 100;
    private static Postgres postgres;

    @BeforeAll
    static void open() {
        postgres = Postgres.own("fsync=on", "synchronous_commit=on", "wal_writer_delay=10s");
    }

    @AfterAll
    static void close() {
        postgres.close();
    }

    @Test
    @DisplayName("The server is killed while it commits, with synchronous_commit on: every acknowledged commit is there after the restart, and at most one more")
    void on() throws Exception {
        var survival = KillNineExample.killWriter(postgres, "on", COMMITS);
        assertThat(survival.acknowledged()).isGreaterThanOrEqualTo(COMMITS);
        assertThat(survival.survived() - survival.acknowledged()).isBetween(0L, 1L);
        assertThat(survival.last()).as("no gap").isEqualTo(survival.survived());
    }

    @Test
    @DisplayName("With synchronous_commit off acknowledged commits are lost: the last ones, without a gap before them")
    void off() throws Exception {
        var survival = KillNineExample.killWriter(postgres, "off", COMMITS);
        assertThat(survival.survived()).isLessThan(survival.acknowledged()).isEqualTo(survival.last());
    }

    @Test
    @DisplayName("A COMMIT that ends with an error was not committed if the server died before it, and was if it died before the answer; the client gets an error both times")
    void doubt() throws Exception {
        var before = KillNineExample.killBeforeCommit(postgres);
        var after = KillNineExample.killInCommit(postgres);
        assertThat(before.state()).isIn("57P01", "08006");
        assertThat(before.committed()).isFalse();
        assertThat(after.state()).isIn("57P01", "08006");
        assertThat(after.committed()).isTrue();
    }

    @Test
    @DisplayName("A second try of a payment whose COMMIT ended with an error pays twice without a key if the first was committed; with a key once, either way")
    void paid() throws Exception {
        var before = KillNineExample.killBeforeCommit(postgres);
        var after = KillNineExample.killInCommit(postgres);
        assertThat(before.blind()).isEqualTo(1);
        assertThat(after.blind()).as("paid twice").isEqualTo(2);
        assertThat(before.keyed()).isEqualTo(1);
        assertThat(after.keyed()).as("found by its key").isEqualTo(1);
    }
}
