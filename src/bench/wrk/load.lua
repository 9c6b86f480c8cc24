-- The load of the HTTP benchmarks: wrk -s load.lua URL -- OPERATION[@SPREAD] SHARD_PREFIX SHARDS ENTRIES RUN
-- Keys are spread over the entries, requests over the shards: one after the other, or at random, evenly (SPREAD random)
-- or by Zipf's law (SPREAD zipf); each value that is put is new, since SQLite
-- writes no page that would stay the same. RUN sets the values of this run apart from those of others.

local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("id", threads)
end

local operation, prefix, shards, entries, run
local n = 0
local filler = string.rep("x", 1024 - 11 - 24)

local function pick()
  return n % shards
end

local function shard()
  return "/v1/shards/" .. prefix .. pick() .. "/namespaces/default"
end

local function key()
  return string.format("k%05d", (n * 7919 + id * 104729) % entries)
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
  -- In place of HEAD, which wrk can't do: it would wait for the body that Content-Length speaks of.
  same = function() return wrk.format("GET", shard() .. "/entries/" .. key(), {["If-None-Match"] = "*"}) end,
  put = put,
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

local function evenly()
  return math.random(shards) - 1
end

-- The shard of rank r is asked for 1/r as often as the first.
local function by_zipf()
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

function init(args)
  local spread
  operation, spread = args[1]:match("^([^@]*)@?(.*)$")
  prefix, shards, entries, run = args[2], tonumber(args[3]), tonumber(args[4]), tonumber(args[5])
  math.randomseed(run * 100 + id)
  if spread == "random" then pick = evenly elseif spread == "zipf" then pick = by_zipf() end
end

function request()
  n = n + 1
  return requests[operation]()
end

function done(summary, latency)
  local e = summary.errors
  print(string.format(
    '{"requests":%d,"micros":%d,"bytes":%d,"errors":%d,"p50":%d,"p99":%d}',
    summary.requests, summary.duration, summary.bytes,
    e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50), latency:percentile(99)))
end
