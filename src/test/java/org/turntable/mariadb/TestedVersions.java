package org.turntable.mariadb;

import java.nio.file.Path;
import org.turntable.testing.stack.Installed;
import org.turntable.testing.stack.MariaDbBinaries;

/** The versions of MariaDB on which what may differ between them is tested. */
public final class TestedVersions {
    private TestedVersions() {}

    /** 10.11 as Debian 12 has it; its tests are skipped without it, and fail with CI=true. */
    public static MariaDbBinaries debians() {
        Installed.orSkip(
                MariaDbBinaries.ofSystem().map(found -> Path.of(found.toString())),
                "no MariaDB is installed beside the one that travels with the tests: apt-get install "
                        + "mariadb-server-core");
        return MariaDbBinaries.ofSystem().orElseThrow();
    }
}
