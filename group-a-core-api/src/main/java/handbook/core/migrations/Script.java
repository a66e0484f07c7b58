package handbook.core.migrations;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// A script of a folder of migrations, named as Flyway names them: `V3__add_phone.sql` runs once, `R__totals.sql` each
/// time it has changed, `B3__squashed.sql` stands on a new database for all versions up to its own.
///
/// @param file its name
/// @param version what orders it, compared as a number; -1 where it has none
/// @param sql its text
/// @param checksum of its lines without their ends, as Flyway's: LF or CRLF makes no difference, a blank does
record Script(String file, long version, String sql, long checksum) {
    private static final Pattern NAME = Pattern.compile("(?:[VB](\\d{1,18})__\\w+|R__\\w+)\\.sql");

    /// Whether a file has a name by which it is run.
    static boolean isNamedRight(String file) {
        return NAME.matcher(file).matches();
    }

    /// Reads a script.
    ///
    /// @throws IllegalArgumentException when its name is wrong: passed over, it would never run
    /// @throws IOException when it cannot be read, also when it is not UTF-8
    static Script read(Path path) throws IOException {
        var file = path.getFileName().toString();
        var name = NAME.matcher(file);
        if (!name.matches()) {
            throw new IllegalArgumentException(file + " is not named like V3__words.sql");
        }
        var sql = text(path);
        var crc = new CRC32();
        sql.lines().forEach(line -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
        return new Script(file, name.group(1) == null ? -1 : Long.parseLong(name.group(1)), sql, crc.getValue());
    }

    private static String text(Path path) throws IOException {
        try {
            return Files.readString(path);
        } catch (CharacterCodingException e) {
            throw new IOException(path.getFileName() + " is not UTF-8", e);
        }
    }

    /// Whether it runs once, in its place.
    boolean isVersioned() {
        return file.startsWith("V");
    }

    /// All scripts of a folder, by version, then by name.
    static List<Script> in(Path folder) throws IOException {
        var scripts = new ArrayList<Script>();
        for (var file : files(folder)) {
            scripts.add(read(file));
        }
        scripts.sort(Comparator.comparingLong(Script::version).thenComparing(Script::file));
        return scripts;
    }

    /// The files `.sql` of a folder, whatever their names, and its folders: Flyway looks into them, here they count as
    /// wrong names.
    static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(path -> path.toString().endsWith(".sql") || Files.isDirectory(path)).sorted().toList();
        }
    }
}
