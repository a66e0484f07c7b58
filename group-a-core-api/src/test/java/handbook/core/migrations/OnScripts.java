package handbook.core.migrations;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

import handbook.support.server.Postgres;

/// An empty schema and an empty folder of scripts for each test.
@Timeout(120)
abstract class OnScripts {
    static Postgres postgres;
    ScriptFolder folder;

    @BeforeAll
    static void open() {
        postgres = Postgres.open();
    }

    @AfterAll
    static void close() {
        postgres.close();
    }

    @BeforeEach
    void begin() throws IOException, SQLException {
        Database.execute(postgres, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        folder = new ScriptFolder();
    }

    @AfterEach
    void end() throws IOException {
        folder.close();
    }

    /// Connections on which whoever comes to some statement says that he is there, and waits to be let on.
    static DataSource stopping(String before, CountDownLatch inside, CountDownLatch goOn) {
        return Database.before(before, () -> {
            inside.countDown();
            await(goOn);
        }, postgres.dataSource());
    }

    /// Waits for a minute at most, so that a test that fails comes to an end.
    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("waited for a minute in vain");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
