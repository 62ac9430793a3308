# Sourced by prove-compose.sh: what is looked at, one function each. Every failure says what it saw.

ok() { printf '  ok: %s\n' "$*"; }
containers_of() { compose ps -q "$1"; }
# json <expression>: of the JSON on stdin, called `it`.
json() { node -e "const it = JSON.parse(require('fs').readFileSync(0, 'utf8')); console.log($1)"; }
get() { curl --silent --show-error --fail-with-body --max-time 20 "$@"; }

# wait_healthy <count>: until so many containers are healthy (the one-shots have ended by then).
wait_healthy() {
  local healthy=0 deadline=$((SECONDS + 240))
  while ((SECONDS < deadline)); do
    healthy=$("$docker" ps --quiet --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME" --filter health=healthy | wc -l)
    [[ $healthy -eq $1 ]] && { ok "$healthy containers healthy"; return; }
    sleep 2
  done
  "$docker" ps --all --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME"
  fail "$healthy of $1 containers are healthy after 240 s"
}

check_one_shots() {
  local service status
  for service in migrate bucket; do
    status=$("$docker" inspect --format '{{.State.Status}} {{.State.ExitCode}}' "$(compose ps --all -q $service)")
    [[ $status == 'exited 0' ]] || fail "$service: $status"
  done
  ok 'migrate and bucket ended with 0'
}

check_hardening() {
  local service id facts
  for service in postgres redis minio api ocr-worker notifier web; do
    for id in $(containers_of "$service"); do
      facts=$("$docker" inspect --format '{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}} {{.HostConfig.SecurityOpt}} {{gt .HostConfig.Memory 0}} {{.HostConfig.RestartPolicy.Name}}' "$id")
      [[ $facts == 'true [ALL] [no-new-privileges:true] true unless-stopped' ]] || fail "$service is not hardened: $facts"
      if "$docker" exec "$id" sh -c 'touch /app/x || touch /usr/x || touch /x' 2>/dev/null; then fail "$service can write to its image"; fi
      # MinIO's image makes its data folder for root; it runs as root without any capability.
      [[ $service == minio || $("$docker" exec "$id" id -u) != 0 ]] || fail "$service runs as root"
      [[ $service == web || -z $("$docker" port "$id") ]] || fail "$service has a published port"
    done
  done
  ok 'read-only, without capabilities or root, limited; only web is published'
  id=$(containers_of ocr-worker | sed -n 1p)
  "$docker" exec "$id" node -e "require('net').connect(53, '9.9.9.9').setTimeout(3000, () => process.exit(0)).on('error', () => process.exit(0)).on('connect', () => process.exit(1))" ||
    fail 'a worker reaches the internet'
  "$docker" exec "$id" node -e "fetch('http://web:8080/').then(() => process.exit(1), () => process.exit(0))" || fail 'a worker reaches the web'
  ok 'a worker reaches neither the internet nor the web'
}

check_passwords() {
  local reply
  reply=$("$docker" exec "$(containers_of redis)" env -u REDISCLI_AUTH redis-cli get x 2>&1)
  [[ $reply == *NOAUTH* ]] || fail "Redis without a password: $reply"
  reply=$("$docker" exec "$(containers_of redis)" redis-cli flushall 2>&1)
  [[ $reply == *NOPERM* ]] || fail "Redis FLUSHALL: $reply"
  "$docker" exec -i "$(containers_of api)" node --input-type=module - <<'JS' || fail 'PostgreSQL takes a wrong password'
    import pg from 'pg';
    const url = new URL(process.env.DATABASE_URL);
    url.password = 'wrong';
    await new pg.Client({ connectionString: url.href }).connect().then(() => process.exit(1), () => process.exit(0));
JS
  if [[ -z ${real_images:-} ]]; then
    ok 'PostgreSQL and Redis refuse a wrong password (s3rver looks at none, so S3 was not asked)'
    return
  fi
  "$docker" exec -i "$(containers_of api)" node --input-type=module - <<'JS' || fail 'S3 takes a wrong secret'
    import { completeStore, createStore } from '@cardmill/storage';
    const { STORE } = completeStore({ ...process.env, S3_SECRET_ACCESS_KEY: 'wrong' });
    await createStore(STORE).ready().then(() => process.exit(1), () => process.exit(0));
JS
  ok 'PostgreSQL, Redis and S3 refuse a wrong password'
}

check_front_door() {
  get "$url/" >"$scratch/page.html"
  grep -qi '<!doctype html' "$scratch/page.html" || fail 'no page at /'
  [[ $(get "$url/api/v1/health" | json it.status) == OK ]] || fail 'health'
  [[ $(curl --silent --output /dev/null --write-out '%{http_code}' "$url/api/v1/health/health") == 404 ]] || fail 'the doubled health path is not 404'
  [[ $(curl --silent --output /dev/null --write-out '%{http_code}' -H 'Host: stranger.example' "$url/") == 403 ]] || fail 'a strange name is served'
  # An open socket has no end, so curl always ends by its time limit.
  curl --silent --include --no-buffer --max-time 3 --output "$scratch/socket" -H 'Connection: Upgrade' -H 'Upgrade: websocket' \
    -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: Y2FyZG1pbGwtcHJvb2YhIQ==' "$url/api/v1/ws/?EIO=4&transport=websocket" || true
  grep -aq '^HTTP/1.1 101' "$scratch/socket" || fail "the socket answers: $(tr -d '\0' <"$scratch/socket")"
  ok "page, API and socket at $url"
}

# draw_cards <count>: cards with known text, in $scratch/cards.
draw_cards() {
  mkdir -p "$scratch/cards"
  node --import tsx deploy/prove/draw-cards.ts "$scratch/cards" "$1"
}

# start_batch: a batch of the drawn cards, started; its name in $batch.
start_batch() {
  local forms=() card
  batch=$(get -H 'content-type: application/json' -d '{"title":"Proof","station":"proof","templateId":"free-text","languages":["eng"]}' \
    "$url/api/v1/batches" | json it.name)
  for card in "$scratch"/cards/*; do forms+=(-F "files=@$card"); done
  get -F "batch=$batch" "${forms[@]}" "$url/api/v1/upload" | json '`  ${it.accepted} accepted, ${it.rejected} rejected`'
  get -X POST "$url/api/v1/batches/$batch/start" >/dev/null
}

# wait_batch: until $batch has ended.
wait_batch() {
  local status= deadline=$((SECONDS + 300))
  while ((SECONDS < deadline)); do
    status=$(get "$url/api/v1/batches/$batch" | json it.status)
    case $status in
      completed) return ;;
      failed | cancelled) get "$url/api/v1/batches/$batch/results"; fail "the batch is $status" ;;
    esac
    sleep 1
  done
  get "$url/api/v1/batches/$batch"
  fail "the batch is still $status after 300 s"
}

read_batch() {
  start_batch
  wait_batch
}

# check_batch <count>: results, images and export of $batch are what was drawn.
check_batch() {
  get "$url/api/v1/batches/$batch/results" >"$scratch/results.json"
  json "it.map((row) => '  ' + row.filename + ' ' + row.status + ' ' + JSON.stringify(row.text)).join('\n')" <"$scratch/results.json"
  [[ $(json "it.filter((row) => row.status === 'succeeded' && /CARD 10\d/i.test(row.text)).length" <"$scratch/results.json") -eq $1 ]] ||
    fail 'not every card was read'
  local name
  name=$(json 'it[0].filename' <"$scratch/results.json")
  for variant in access thumbnail original; do
    get --output "$scratch/image" "$url/batches-static/$batch/$name?variant=$variant"
    [[ -s $scratch/image ]] || fail "no $variant image"
  done
  [[ $(get "$url/api/v1/batches/$batch/export?format=csv" | wc -l) -gt $1 ]] || fail 'the CSV is too short'
  ok "$1 cards read, their images and the CSV served"
}

# kill_a_worker_while_reading <count>: SIGKILL, which Docker takes for a crash and restarts.
kill_a_worker_while_reading() {
  local id
  start_batch
  id=$(containers_of ocr-worker | sed -n 1p)
  kill -9 "$("$docker" inspect --format '{{.State.Pid}}' "$id")"
  wait_batch
  check_batch "$1"
  wait_healthy $((workers + 6))
  [[ $("$docker" inspect --format '{{.RestartCount}}' "$id") -ge 1 ]] || fail 'the killed worker was not restarted'
  ok 'the worker was restarted and no card was lost'
}

# Each process ends by itself within its grace: ours with 143, which is 128 + SIGTERM and says that all was
# released. 137 would mean that Docker had to kill it, 1 that something was not released.
check_stopped_cleanly() {
  local service id code
  for service in postgres redis minio api ocr-worker notifier web; do
    for id in $(compose ps --all -q "$service"); do
      code=$("$docker" inspect --format '{{.State.ExitCode}}' "$id")
      [[ $code -eq 0 || $code -eq 143 ]] || fail "$service stopped with $code"
    done
  done
  ok 'every process stopped by itself'
}
