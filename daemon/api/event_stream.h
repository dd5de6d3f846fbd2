// The stream of deliveries for one agent: server-sent events on a connection that stays open
// (WHATWG HTML, section 9.2). Private to the room.
#pragma once

#include <array>
#include <memory>
#include <string>

#include <boost/asio/steady_timer.hpp>

#include "api/shared.h"

namespace api {

inline constexpr std::size_t max_burst =
    256;  ///< deliveries in one look; the rest comes with the next

/// Lives until the agent leaves, takes too long to read, or the server stops.
class EventStream final : public std::enable_shared_from_this<EventStream> {
 public:
  /// Answers the request that opened it and goes on from there.
  static void start(Connection connection, Shared& shared);

  EventStream(Connection connection, Shared& shared);
  /// Deliveries may have come.
  void look();

 private:
  [[nodiscard]] std::string claimed();
  void write(std::string text);
  void wait();
  void watch_for_end();
  void close();

  Connection connection_;
  Shared& shared_;
  boost::asio::steady_timer look_timer_;   ///< until the next look
  boost::asio::steady_timer write_timer_;  ///< until a write in hand has taken too long
  std::chrono::steady_clock::time_point last_write_;
  std::string outgoing_;  ///< not empty: a write is in hand
  std::array<char, 256> incoming_{};
  std::string told_;  ///< the trouble last logged: what keeps failing is logged once
};

}  // namespace api
