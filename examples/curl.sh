#!/bin/sh
# Plain curl against Abacist: a question, a chat, a streamed chat.
#
#     ./abacist serve &
#     examples/curl.sh [http://127.0.0.1:8080]
set -e
address=${1:-http://127.0.0.1:8080}

curl -sS "$address/solve/math" -H 'Content-Type: application/json' \
    -d '{"question": "解方程 2x+5=17"}'
echo

curl -sS "$address/v1/chat/completions" -H 'Content-Type: application/json' \
    -d '{"model": "abacist", "messages": [{"role": "user", "content": "2x+5=17"}]}'
echo

curl -sSN "$address/v1/chat/completions" -H 'Content-Type: application/json' \
    -d '{"model": "abacist", "stream": true, "messages": [{"role": "user", "content": "2x+5=17"}]}'
