package org.turntable.tool.mariadb.reimport;

import java.sql.SQLException;

/** A row differs from what was read before; the transaction has to be repeated. */
final class RowChangedException extends SQLException {
    RowChangedException(String message) {
        super(message);
    }
}
