package org.turntable.mariadb;

import org.turntable.testing.stack.MariaDbBinaries;

/** On MariaDB 10.11, whose optimizer knows fewer ways. */
class RowReadsOn1011IT extends RowReads {
    @Override
    MariaDbBinaries binaries() {
        return TestedVersions.debians();
    }
}
