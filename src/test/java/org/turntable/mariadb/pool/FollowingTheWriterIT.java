package org.turntable.mariadb.pool;

import org.turntable.testing.stack.MariaDbBinaries;

/** On MariaDB 11.4. */
class FollowingTheWriterIT extends FollowingTheWriter {
    @Override
    MariaDbBinaries binaries() {
        return MariaDbBinaries.CARRIED;
    }
}
