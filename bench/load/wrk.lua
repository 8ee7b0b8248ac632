-- Sends the requests of a file, one a line: method, path and body between tabs.
-- Arguments: the file, the length of each response body, and the headers as name and value in turn.

local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  requests, position, wrongCount = {}, 0, 0
  bodyBytes = tonumber(args[2])
  local headers = {}
  for index = 3, #args, 2 do headers[args[index]] = args[index + 1] end
  for line in io.lines(args[1]) do
    local method, path, body = line:match("^(%u+)\t([^\t]+)\t(.*)$")
    table.insert(requests, wrk.format(method, path, headers, body ~= "" and body or nil))
  end
end

function request()
  position = position % #requests + 1
  return requests[position]
end

function response(status, headers, body)
  if status ~= 200 or #body ~= bodyBytes then wrongCount = wrongCount + 1 end
end

function done(summary, latency)
  local wrong = 0
  for _, thread in ipairs(threads) do wrong = wrong + thread:get("wrongCount") end
  local errors = summary.errors
  io.write(string.format(
    '\n{"requestCount":%d,"seconds":%f,"p50Ms":%f,"p99Ms":%f,"wrongCount":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    wrong + errors.connect + errors.read + errors.write + errors.timeout
  ))
end
