/** MariaDB adapters of the features' ports: every SQL statement of a node is in one of these packages. */
package org.turntable.mariadb;
