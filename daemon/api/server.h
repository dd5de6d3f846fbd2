// The way in: HTTP/1.1 and JSON over a Unix socket (Boost.Beast), one thread. Routes:
// docs/reference/api.md.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>

#include "api/control.h"
#include "base/log.h"
#include "base/result.h"
#include "base/time.h"
#include "store/store.h"

namespace api {

struct ServerOptions {
  std::filesystem::path
      socket;  ///< made with mode 0660; a stale one is replaced, one in use refused
  std::function<std::unique_ptr<store::Reader>()> open_reader;  ///< called on the server's thread
  std::chrono::milliseconds patience{
      30'000};  ///< with a connection that is idle, or slow to send or to read
  std::chrono::milliseconds agent_look{
      5'000};  ///< streams look for deliveries this often without being woken
  std::chrono::milliseconds keep_alive{
      15'000};  ///< streams say something at least this often, give or take a look
};

class Server final {
 public:
  /// Binds the socket at once, so that a failure is seen at start. References must outlive the
  /// server.
  [[nodiscard]] static base::Result<std::unique_ptr<Server>> open(ServerOptions options,
                                                                  Control& control,
                                                                  const base::Clock& clock,
                                                                  base::Log& log);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  Server(Server&&) = delete;
  Server& operator=(Server&&) = delete;

  /// Serves until `stop`; the API thread.
  void run();
  /// From any thread: ends run, open streams too.
  void stop() noexcept;
  /// From any thread: deliveries for agents may have come; streams look.
  void wake_agents() noexcept;

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace api
