# Read by Tomcat's bin/catalina.sh before it starts the JVM. Lies in CATALINA_BASE/bin. Plain sh.
# What differs from node to node comes from the environment (the unit file of systemd, say), with these defaults.

# Heap, one value for least and most: a node that grows in the middle of a wave asks the kernel for memory when it has none.
: "${TURNTABLE_HEAP:=2g}"
: "${TURNTABLE_HTTP_ADDRESS:=127.0.0.1}"
: "${TURNTABLE_HTTP_PORT:=8080}"
: "${TURNTABLE_HTTP_THREADS:=18}"
: "${TURNTABLE_OPS_ADDRESS:=127.0.0.1}"
: "${TURNTABLE_OPS_PORT:=8090}"
: "${TURNTABLE_STOP_MILLIS:=10000}"

CATALINA_OPTS="$CATALINA_OPTS -Xms$TURNTABLE_HEAP -Xmx$TURNTABLE_HEAP"
# G1 by name: on a machine with one core or little memory the JVM would choose the serial collector, with long pauses.
CATALINA_OPTS="$CATALINA_OPTS -XX:+UseG1GC -XX:MaxGCPauseMillis=50"
# Pauses can be looked up afterwards: five files of 20 MB.
CATALINA_OPTS="$CATALINA_OPTS -Xlog:gc*,safepoint:file=$CATALINA_BASE/logs/gc.log:time,uptime,level,tags:filecount=5,filesize=20m"
# After an OutOfMemoryError nothing is certain any more: leave a dump for us, end, and be started again. (A dump holds secrets: logs/
# is readable by Tomcat's user alone.)
CATALINA_OPTS="$CATALINA_OPTS -XX:+HeapDumpOnOutOfMemoryError -XX:HeapDumpPath=$CATALINA_BASE/logs -XX:+ExitOnOutOfMemoryError"
# What the JVM writes when it crashes itself; by default it would lie wherever the process was started.
CATALINA_OPTS="$CATALINA_OPTS -XX:ErrorFile=$CATALINA_BASE/logs/hs_err_%p.log"
# Names, logs and templates in UTF-8, whatever the host's locale says (JDK 17 still asks it; 18 and later do not).
CATALINA_OPTS="$CATALINA_OPTS -Dfile.encoding=UTF-8"
# The JDK's own classes from its shared archive; "auto" starts without it where a JDK has none.
CATALINA_OPTS="$CATALINA_OPTS -Xshare:auto"
# Connections to WeChat are kept for half a minute and not for Java's twenty: one that a firewall has dropped in silence costs a call 3 s.
CATALINA_OPTS="$CATALINA_OPTS -Djdk.httpclient.keepalive.timeout=30"
# Of a request that Tomcat cannot read it would log the target, the cookies or a form's fields: codes, identities, addresses.
CATALINA_OPTS="$CATALINA_OPTS -Dorg.apache.juli.logging.UserDataHelper.CONFIG=NONE"
# Ops and players are told apart by the port.
if [ "$TURNTABLE_OPS_PORT" = "$TURNTABLE_HTTP_PORT" ]; then
  echo "TURNTABLE_OPS_PORT is TURNTABLE_HTTP_PORT ($TURNTABLE_HTTP_PORT): give ops another port" >&2
  exit 1
fi
# For server.xml, manager.xml and the application.
CATALINA_OPTS="$CATALINA_OPTS -Dturntable.http.address=$TURNTABLE_HTTP_ADDRESS -Dturntable.http.port=$TURNTABLE_HTTP_PORT -Dturntable.http.threads=$TURNTABLE_HTTP_THREADS -Dturntable.ops.address=$TURNTABLE_OPS_ADDRESS -Dturntable.ops.port=$TURNTABLE_OPS_PORT -Dturntable.stop.millis=$TURNTABLE_STOP_MILLIS"
if [ -n "$TURNTABLE_PROXIES" ]; then
  CATALINA_OPTS="$CATALINA_OPTS -Dturntable.proxies=$TURNTABLE_PROXIES"
fi
if [ -n "$TURNTABLE_BASTIONS" ]; then
  CATALINA_OPTS="$CATALINA_OPTS -Dturntable.bastions=$TURNTABLE_BASTIONS"
fi

# The push's password, for conf/tomcat-users.xml: from the environment or a file, else a random one. Never on the command line,
# which every user of the machine can read.
if [ -z "$TURNTABLE_MANAGER_PASSWORD" ] && [ -n "$TURNTABLE_MANAGER_PASSWORD_FILE" ]; then
  TURNTABLE_MANAGER_PASSWORD=$(cat "$TURNTABLE_MANAGER_PASSWORD_FILE")
fi
: "${TURNTABLE_MANAGER_PASSWORD:=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')}"
export TURNTABLE_MANAGER_PASSWORD
CATALINA_OPTS="$CATALINA_OPTS -Dorg.apache.tomcat.util.digester.PROPERTY_SOURCE=org.apache.tomcat.util.digester.EnvironmentPropertySource"

# Files of the node (logs, unpacked WAR, heap dumps) are for its user and group.
UMASK=0027
