// libcurl's multi handle driven by epoll: sockets, timers and wake-ups in one wait. Private to this
// room.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

#include "base/fd.h"
#include "base/time.h"
#include "net/curl.h"

namespace net {

/// One thread, always the same. libcurl's timer is the epoll wait's own limit, which spares a
/// descriptor and a system call for every change of it.
class Loop final {
 public:
  explicit Loop(std::size_t max_connections);
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  Loop(Loop&&) = delete;
  Loop& operator=(Loop&&) = delete;
  ~Loop() = default;

  enum class Ring { none, work, wake };
  /// `run` returns when the bell rings, and says which kind it was; the bell must outlive the loop.
  void listen(base::Bell& bell, Ring kind);

  void add(Easy& easy);
  void remove(Easy& easy) noexcept;
  /// TLS sessions are shared by all handles of this loop; once for each, a reset keeps it.
  void share(Easy& easy);

  /// Waits for at most `longest` and lets libcurl act on whatever came. A wake-up goes before work.
  Ring run(std::chrono::milliseconds longest);

  struct Done {
    CURL* easy;
    CURLcode code;
  };
  /// The next transfer that ended, still added. To be asked until it has none after every `run` and
  /// `add`.
  [[nodiscard]] std::optional<Done> next_done();

 private:
  static int on_socket(
      CURL* easy, curl_socket_t socket, int what, void* self, void* known) noexcept;
  static int on_timer(CURLM* multi, long milliseconds, void* self) noexcept;
  void act(curl_socket_t socket, int events);
  void act_if_due();

  base::Fd epoll_;
  Share share_;
  Multi multi_;
  std::optional<base::SteadyPoint> timer_;
};

}  // namespace net
