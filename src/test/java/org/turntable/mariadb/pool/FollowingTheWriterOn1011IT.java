package org.turntable.mariadb.pool;

import org.turntable.mariadb.TestedVersions;
import org.turntable.testing.stack.MariaDbBinaries;

/** On MariaDB 10.11. */
class FollowingTheWriterOn1011IT extends FollowingTheWriter {
    @Override
    MariaDbBinaries binaries() {
        return TestedVersions.debians();
    }
}
