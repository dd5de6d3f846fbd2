// What all connections of one server share. Private to the room; the server's thread only.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include "api/server.h"

namespace api {

class EventStream;

inline constexpr std::size_t max_connections = 64;
inline constexpr std::size_t max_header = 8U << 10U;  ///< bytes
inline constexpr std::size_t max_body = 64U << 10U;   ///< bytes

struct Shared {
  Shared(ServerOptions given, Control& ctl, const base::Clock& clk, base::Log& lg)
      : options(std::move(given)), control(ctl), clock(clk), log(lg) {}

  ServerOptions options;
  Control& control;
  const base::Clock& clock;
  base::Log& log;
  std::unique_ptr<store::Reader> reader;  ///< opened when first needed, again after the store broke
  std::vector<std::weak_ptr<EventStream>> streams;
  std::size_t connections = 0;
  // Last, so that it goes first and takes the connections with it while what they count on is still
  // there.
  boost::asio::io_context io{1};
};

/// One of max_connections, given back on destruction.
class Slot final {
 public:
  explicit Slot(Shared& shared) : shared_(&shared) { ++shared.connections; }
  Slot(Slot&& other) noexcept : shared_(std::exchange(other.shared_, nullptr)) {}
  Slot& operator=(Slot&&) = delete;
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;
  ~Slot() {
    if (shared_ != nullptr) {
      --shared_->connections;
    }
  }

 private:
  Shared* shared_;
};

/// An accepted connection.
struct Connection {
  boost::asio::local::stream_protocol::socket socket;
  Slot slot;
  std::string user;  ///< of the process at the other end
};

}  // namespace api
