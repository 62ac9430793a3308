# Sourced by prove-compose.sh: finds the Docker client and compose, starts an engine when none answers.

# Debian's client builds with the engine's own BuildKit; another one on PATH may want a plugin for that.
docker=docker
[[ -x /usr/bin/docker ]] && docker=/usr/bin/docker
if "$docker" compose version >/dev/null 2>&1; then
  compose_command=("$docker" compose)
else
  compose_command=(docker-compose)
fi

engine_pid=
engine_folder=

# start_engine <folder>: uses the engine that answers, else starts one that keeps all it has in <folder>.
start_engine() {
  "$docker" info >/dev/null 2>&1 && return
  [[ $(id -u) -eq 0 ]] || fail 'no Docker engine answers, and only root can start one'
  engine_folder=$1
  mkdir -p "$engine_folder"
  iptables-save >"$engine_folder/iptables" 2>/dev/null || true
  # A firewall that was never used is saved as nothing, and nothing would restore nothing.
  [[ -s $engine_folder/iptables ]] || printf '%s\n' '*filter' ':FORWARD ACCEPT' COMMIT '*nat' COMMIT >"$engine_folder/iptables"
  cat /proc/sys/net/ipv4/ip_forward >"$engine_folder/ip_forward"
  export DOCKER_HOST=unix://$engine_folder/docker.sock
  dockerd --data-root "$engine_folder/data" --exec-root "$engine_folder/exec" --pidfile "$engine_folder/pid" \
    --host "$DOCKER_HOST" >"$engine_folder/log" 2>&1 &
  engine_pid=$!
  local attempt
  for ((attempt = 0; attempt < 60; attempt++)); do
    "$docker" info >/dev/null 2>&1 && return
    kill -0 "$engine_pid" 2>/dev/null || break
    sleep 1
  done
  tail -n 20 "$engine_folder/log" >&2
  fail 'dockerd does not start'
}

# Ends the engine that start_engine started, with its bridge, its firewall rules and its files.
stop_engine() {
  [[ -n $engine_pid ]] || return 0
  kill "$engine_pid" 2>/dev/null || true
  wait "$engine_pid" 2>/dev/null || true
  ip link delete docker0 2>/dev/null || true
  iptables-restore <"$engine_folder/iptables" 2>/dev/null || true
  cat "$engine_folder/ip_forward" >/proc/sys/net/ipv4/ip_forward
  local mounted
  grep -o " $engine_folder[^ ]*" /proc/mounts | tac | while read -r mounted; do umount "$mounted" || true; done
  rm -rf "$engine_folder"
}
