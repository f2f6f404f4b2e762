package org.turntable.mariadb;

import org.turntable.stack.MariaDbBinaries;

/** On MariaDB 11.4. */
class FollowingTheWriterIT extends FollowingTheWriter {
    @Override
    MariaDbBinaries binaries() {
        return MariaDbBinaries.CARRIED;
    }
}
