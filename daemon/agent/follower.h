// Follows the daemon's deliveries for this user, has them shown, and tells the daemon how that
// went.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "agent/notifier.h"
#include "api/client.h"
#include "api/read.h"
#include "base/log.h"
#include "base/result.h"

namespace agent {

inline constexpr std::size_t most_at_once =
    5;  ///< shown one by one; of more, a summary and the newest
inline constexpr std::chrono::seconds silence{60};  ///< then the connection is taken for dead
inline constexpr std::chrono::milliseconds first_wait{
    1'000};  ///< before the daemon is asked again, doubled up to
inline constexpr std::chrono::milliseconds longest_wait{60'000};

/// One thread. References outlive it.
class Follower final {
 public:
  using FindSocket = std::function<base::Result<std::filesystem::path>()>;

  /// The socket is looked for anew at each connection: a daemon may come later, and elsewhere.
  Follower(FindSocket find_socket, Notifier& notifier, base::Log& log, int stop);

  /// Until `stop` becomes readable.
  void run();

 private:
  [[nodiscard]] base::Status follow_once();
  [[nodiscard]] bool on_event(const api::Client& client, std::string_view json);
  void show_waiting(const api::Client& client);
  void settle(const api::Client& client, const std::string& key, const base::Status& shown);
  void tell(const std::string& trouble);
  [[nodiscard]] bool wait(std::chrono::milliseconds span) const;

  FindSocket find_socket_;
  Notifier& notifier_;
  base::Log& log_;
  int stop_;
  std::vector<model::Message> waiting_;  ///< offered, not yet shown; at most the server's burst
  std::string told_;  ///< the trouble last logged: what keeps failing is logged once
  std::string told_of_showing_;
  bool answered_ = false;  ///< the daemon sent something since the last connection
};

}  // namespace agent
