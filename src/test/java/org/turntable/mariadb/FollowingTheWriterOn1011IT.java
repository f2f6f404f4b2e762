package org.turntable.mariadb;

import org.turntable.stack.MariaDbBinaries;

/** On MariaDB 10.11. */
class FollowingTheWriterOn1011IT extends FollowingTheWriter {
    @Override
    MariaDbBinaries binaries() {
        return TestedVersions.debians();
    }
}
