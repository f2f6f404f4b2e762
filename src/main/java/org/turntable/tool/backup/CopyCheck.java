package org.turntable.tool.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks an unpacked copy before a program works on it: it comes from another host. The script of the database hosts,
 * mariadb/turntable-backup, checks the same.
 */
final class CopyCheck {
    private static final String OPTIONS = "backup-my.cnf";
    private static final String SIZE = "\\d{1,12}[KMG]?";
    private static final String PROVIDER = "provider_(bzip2|lz4|lzma|lzo|snappy)";
    private static final Pattern DROPPED = Pattern.compile(
            "plugin_load=(" + PROVIDER + "=" + PROVIDER + ";?){1,5}|plugin_dir=\"[A-Za-z0-9_./-]{1,200}\"");
    private static final Pattern ALLOWED = Pattern.compile("|# [A-Za-z .]{0,100}|\\[mysqld]"
            + "|innodb_checksum_algorithm=[a-z0-9_]{1,30}|innodb_compression_level=\\d"
            + "|innodb_data_file_path=\\w{1,50}:" + SIZE + "(:autoextend(:max:" + SIZE + ")?)?"
            + "|innodb_log_files_in_group=\\d{1,3}|innodb_log_file_size=" + SIZE + "|innodb_page_size=" + SIZE
            + "|innodb_undo_directory=\\./?|innodb_undo_tablespaces=\\d{1,3}"
            + "|innodb_buffer_pool_filename=\\w{1,50}");
    private static final String FILE = "[A-Za-z0-9_@#$-][A-Za-z0-9_@#$.-]*";
    private static final Pattern RENAMED = Pattern.compile("(" + FILE + "/)*" + FILE + "\\n?");
    private static final String GTID = "\\d{1,10}-\\d{1,10}-\\d{1,18}";
    private static final Pattern POSITION =
            Pattern.compile("[A-Za-z0-9_./-]+\\t\\d{1,20}(\\t(?<gtids>(" + GTID + "(," + GTID + ")*)?))?\\n?");
    private static final int SHOWN = 200;

    private CopyCheck() {}

    /**
     * Checks the options that mariadb-backup takes from the copy, and leaves plugins out: it would load whatever
     * library they name. Those of the compression providers are dropped, because Turntable's tables are not compressed.
     */
    static void options(Path copy) throws HostException, IOException {
        Path file = copy.resolve(OPTIONS);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw refused("it has no " + OPTIONS);
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        List<String> kept = Stream.of(text.split("\n", -1))
                .filter(line -> !DROPPED.matcher(line).matches())
                .toList();
        for (String line : kept) {
            if (!ALLOWED.matcher(line).matches()) {
                throw refused("its " + OPTIONS + " has the line \""
                        + line.substring(0, Math.min(SHOWN, line.length())).replaceAll("[^ -~]", "?") + "\"");
            }
        }
        Files.writeString(file, String.join("\n", kept), StandardCharsets.ISO_8859_1);
    }

    /** Checks that it has nothing but files, as many as its stream, and that none is renamed to a place outside. */
    static void files(Path copy, int expected) throws HostException, IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(copy)) {
            all = walk.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
        if (all.size() != expected) {
            throw new HostException("the stream is refused: not all of its " + expected + " files could be unpacked");
        }
        for (Path file : all) {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw refused(file.getFileName() + " is no file");
            }
            if (file.toString().endsWith(".ren")
                    && !RENAMED.matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .matches()) {
                throw refused(file.getFileName() + " names a file outside of it");
            }
        }
    }

    /**
     * The GTID position of a copy; empty if its server had no binlog. The prefix of the file's name changed in MariaDB
     * 11.1.
     */
    static String position(Path copy) throws HostException, IOException {
        List<Path> found;
        try (Stream<Path> inside = Files.list(copy)) {
            found = inside.filter(path -> path.getFileName().toString().endsWith("_binlog_info"))
                    .toList();
        }
        if (found.isEmpty()) {
            return "";
        }
        if (found.size() > 1 || !Files.isRegularFile(found.get(0), LinkOption.NOFOLLOW_LINKS)) {
            throw refused("its position is not in one file");
        }
        Matcher position = POSITION.matcher(Files.readString(found.get(0), StandardCharsets.ISO_8859_1));
        if (!position.matches()) {
            throw refused("its position is no list of GTIDs");
        }
        return position.group("gtids") == null ? "" : position.group("gtids");
    }

    private static HostException refused(String why) {
        return new HostException("the copy is refused: " + why);
    }
}
