#include "api/event_stream.h"

#include <exception>
#include <vector>

#include <boost/asio/write.hpp>

#include "api/json.h"

namespace api {
namespace asio = boost::asio;
using Failed = boost::system::error_code;
namespace {

/// Says what went wrong, if something did; what was claimed before that is kept.
std::string claim_burst(Control& control,
                        const std::string& user,
                        std::vector<store::Claim>& claims) {
  while (claims.size() < max_burst) {
    const auto some = control.claim_for_agent(user);
    if (!some) {
      return some.error().message;
    }
    if (some->empty()) {
      break;
    }
    claims.insert(claims.end(), some->begin(), some->end());
  }
  return {};
}

}  // namespace

void EventStream::start(Connection connection, Shared& shared) {
  auto stream = std::make_shared<EventStream>(std::move(connection), shared);
  std::erase_if(shared.streams, [](const auto& other) { return other.expired(); });
  shared.streams.push_back(stream);
  stream->watch_for_end();
  stream->write(
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
      "Connection: close\r\n\r\n: newswatch\n\n");
}

EventStream::EventStream(Connection connection, Shared& shared)
    : connection_(std::move(connection)),
      shared_(shared),
      look_timer_(shared.io),
      write_timer_(shared.io),
      last_write_(std::chrono::steady_clock::now()) {}

void EventStream::look() {
  if (!connection_.socket.is_open()) {
    return;
  }
  if (!outgoing_.empty()) {
    return;  // looks again once that is written
  }
  std::string events = claimed();
  const auto silence = std::chrono::steady_clock::now() - last_write_;
  if (events.empty() && silence >= shared_.options.keep_alive) {
    events = ": keep-alive\n\n";
  }
  if (events.empty()) {
    wait();
  } else {
    write(std::move(events));
  }
}

/// What waits for this agent's user, as events; each says how many follow, so that the agent can
/// tell a heap of them from a single one.
std::string EventStream::claimed() {
  std::vector<store::Claim> claims;
  std::string trouble;
  try {
    trouble = claim_burst(shared_.control, connection_.user, claims);
  } catch (const std::exception& broken) {
    trouble = broken.what();  // the stream outlives a store that is full or locked for a while
  }
  if (!trouble.empty() && trouble != told_) {
    shared_.log.warning("deliveries for an agent cannot be had",
                        {{"user", connection_.user}, {"reason", trouble}});
  }
  told_ = std::move(trouble);
  std::string events;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    events += "data: " + claim_json(claims[i], claims.size() - i - 1) + "\n\n";
  }
  return events;
}

void EventStream::write(std::string text) {
  outgoing_ = std::move(text);
  write_timer_.expires_after(shared_.options.patience);
  write_timer_.async_wait([self = shared_from_this()](Failed cancelled) {
    if (!cancelled) {
      self->close();
    }
  });
  asio::async_write(connection_.socket,
                    asio::buffer(outgoing_),
                    [self = shared_from_this()](Failed failed, std::size_t) {
                      self->write_timer_.cancel();
                      self->outgoing_.clear();
                      self->last_write_ = std::chrono::steady_clock::now();
                      if (failed) {
                        self->close();
                      } else {
                        self->look();
                      }
                    });
}

void EventStream::wait() {
  look_timer_.expires_after(shared_.options.agent_look);
  look_timer_.async_wait([self = shared_from_this()](Failed cancelled) {
    if (!cancelled) {
      self->look();
    }
  });
}

void EventStream::watch_for_end() {
  connection_.socket.async_read_some(asio::buffer(incoming_),
                                     [self = shared_from_this()](Failed, std::size_t) {
                                       // An agent has nothing to say here: whatever comes, also
                                       // more bytes, is the end.
                                       self->close();
                                     });
}

void EventStream::close() {
  Failed ignored;  // a socket that cannot be closed is closed
  connection_.socket.close(ignored);
  look_timer_.cancel();
  write_timer_.cancel();
}

}  // namespace api
