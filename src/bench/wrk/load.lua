-- The load of the HTTP benchmarks: wrk -s load.lua URL -- OPERATION SHARD_PREFIX SHARDS ENTRIES RUN BYTES SPREAD
-- Keys are spread over the entries, requests over the shards: one after the other (SPREAD in_turn), at random (evenly)
-- or by Zipf's law (zipf); each value that is put is new, since SQLite
-- writes no page that would stay the same. RUN sets the values of this run apart from those of others.
-- BYTES is the size of a value.

local threads = {}

function setup(thread)
  threads[#threads + 1] = thread
  thread:set("id", #threads)
end

local operation, prefix, shards, entries, run
local n = 0
local filler, pick, step

local function shard()
  return "/v1/shards/" .. prefix .. pick() .. "/namespaces/default"
end

-- Shards that are asked in turn are asked for the same key before the next one, so that each gets all of its keys.
local function key()
  return string.format("k%05d", (math.floor(n / step) * 7919 + id * 104729) % entries)
end

local function value(member)
  return string.format('{"text":"%02d%06d%012d%04d%s"}', id, run, n, member, filler)
end

local function put()
  return wrk.format("PUT", shard() .. "/entries/" .. key(), {["Content-Type"] = "application/json"}, value(0))
end

local function batch()
  local puts = {}
  local first = n * 100
  for i = 1, 100 do
    puts[i] = string.format('{"op":"put","key":"k%05d","value":%s}', (first + i) % entries, value(i))
  end
  local body = '{"operations":[' .. table.concat(puts, ",") .. "]}"
  return wrk.format("POST", shard() .. "/batch", {["Content-Type"] = "application/json"}, body)
end

local query_body = '{"filter":{"field":"group","operator":"eq","value":7},"limit":100,"include":["value"]}'

local requests = {
  noop = function() return wrk.format("GET", "/noop") end,
  get = function() return wrk.format("GET", shard() .. "/entries/" .. key()) end,
  same = function() return wrk.format("GET", shard() .. "/entries/" .. key(), {["If-None-Match"] = "*"}) end,
  put = put,
  burst = put,
  batch = batch,
  list = function() return wrk.format("GET", shard() .. "/entries?limit=100&include=values") end,
  query = function()
    return wrk.format("POST", shard() .. "/query", {["Content-Type"] = "application/json"}, query_body)
  end,
}

-- Of a hundred requests to a service that is used in every way.
requests.mixed = function()
  local way = math.random(100)
  if way <= 55 then return requests.get() end
  if way <= 80 then return requests.put() end
  if way <= 90 then return requests.list() end
  if way <= 95 then return requests.batch() end
  return requests.query()
end

-- Each of them makes a function that says which shard is next.
local spreads = {}

function spreads.in_turn()
  return function() return n % shards end
end

function spreads.evenly()
  return function() return math.random(shards) - 1 end
end

-- The shard of rank r is asked for 1/r as often as the first.
function spreads.zipf()
  local cumulated, sum = {}, 0
  for rank = 1, shards do
    sum = sum + 1 / rank
    cumulated[rank] = sum
  end
  return function()
    local at, low, high = math.random() * sum, 1, shards
    while low < high do
      local middle = math.floor((low + high) / 2)
      if cumulated[middle] < at then low = middle + 1 else high = middle end
    end
    return low - 1
  end
end

-- A burst: after so many seconds nobody asks any more, and at the end everything must have been answered.
local burst_seconds = 5
local begun

local function count(status)
  answered = answered + 1
  if status == 429 or status == 503 then
    refused = refused + 1
  end
end

local function pause()
  begun = begun or os.time()
  return os.time() - begun < burst_seconds and 0 or 3600 * 1000
end

function init(args)
  operation, prefix, shards, entries, run = args[1], args[2], tonumber(args[3]), tonumber(args[4]), tonumber(args[5])
  filler = string.rep("x", tonumber(args[6]) - 11 - 24)
  pick = spreads[args[7]]()
  step = args[7] == "in_turn" and shards or 1
  asked, answered, refused = 0, 0, 0
  math.randomseed(run * 100 + id)
  if operation == "burst" then
    response, delay = count, pause
  end
end

function request()
  n = n + 1
  if begun then -- wrk makes a request for itself before it begins
    asked = asked + 1
  end
  return requests[operation]()
end

local function sum(name)
  local total = 0
  for _, thread in ipairs(threads) do
    total = total + thread:get(name)
  end
  return total
end

function done(summary, latency)
  local e = summary.errors
  local refusals = sum("refused")
  local unanswered = sum("asked") - sum("answered") -- 0 but after a burst
  print(string.format(
    '{"requests":%d,"refused":%d,"micros":%d,"bytes":%d,"errors":%d,"p50":%d,"p99":%d,"worst":%d}',
    summary.requests, refusals, summary.duration, summary.bytes,
    e.connect + e.read + e.write + e.status + e.timeout - refusals + unanswered,
    latency:percentile(50), latency:percentile(99), latency.max))
end
