#!/bin/sh
# Keeps the machine busy while tests run: sh pressure.sh N, where N is the number of processes, 1 to 64.
# Each ends by itself within a second after the process that started this script (Maven) has gone, also after a kill -9.
case ${1:-} in
  [1-9] | [1-5][0-9] | 6[0-4]) ;;
  *) echo "suite.pressure must be a number from 1 to 64, not '${1:-}'" >&2; exit 2 ;;
esac
maven=$PPID
busy() {
  while kill -0 "$maven" 2>/dev/null; do
    i=0
    while [ $i -lt 100000 ]; do i=$((i + 1)); done
  done
}
echo "suite.pressure: $1 busy processes run beside the tests"
n=0
while [ $n -lt "$1" ]; do
  busy &
  n=$((n + 1))
done
wait
