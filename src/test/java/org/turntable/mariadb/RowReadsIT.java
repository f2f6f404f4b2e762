package org.turntable.mariadb;

import org.turntable.testing.stack.MariaDbBinaries;

/** On MariaDB 11.4. */
class RowReadsIT extends RowReads {
    @Override
    MariaDbBinaries binaries() {
        return MariaDbBinaries.CARRIED;
    }
}
