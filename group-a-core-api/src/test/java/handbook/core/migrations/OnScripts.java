package handbook.core.migrations;

import java.io.IOException;
import java.sql.SQLException;

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
}
