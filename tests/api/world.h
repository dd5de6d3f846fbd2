// A small daemon for the API's tests: a real store, a real server on its own thread, and a Control
// that does to the store what the real one does. Nothing is polled and nothing is sent.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "api/client.h"
#include "api/control.h"
#include "api/server.h"
#include "base/log.h"
#include "base/time.h"
#include "store/open.h"
#include "store/store.h"
#include "support/clock.h"
#include "support/temp_dir.h"

namespace support {

inline constexpr base::TimePoint noon{std::chrono::seconds{1'795'435'200}};  // 2026-11-23 12:00 UTC

/// Calls come from the API's thread and from the test's: one lock for all.
class World final : public api::Control {
 public:
  explicit World(const std::filesystem::path& database);

  // What a test does to the world.
  void add_feed(const std::string& id, const std::string& address);
  void fail_feed(const std::string& id, const std::string& message);
  /// An alert of watch "sahel" with one delivery each to the channels; its key on the first.
  std::string add_alert(const std::string& title,
                        const std::vector<std::string>& channels,
                        const std::string& recipient = "");
  void kill_delivery(const std::string& key, const std::string& reason);
  [[nodiscard]] std::optional<model::Delivery> delivery(const std::string& key);
  void break_reload(const std::string& why) { reload_error_ = why; }

  api::DaemonStatus status() override;
  base::Status reload() override;
  base::Result<std::size_t> refresh(std::string_view feed_id) override;
  base::Result<std::vector<std::string>> test_channel(std::string_view name) override;
  base::Status retry(std::string_view idem_key) override;
  base::Status discard(std::string_view idem_key) override;
  base::Status backup(const std::filesystem::path& file) override;
  base::Result<std::vector<store::Claim>> claim_for_agent(std::string_view user) override;
  base::Status settle_for_agent(std::string_view user,
                                std::string_view idem_key,
                                bool shown,
                                std::string_view error) override;

  FakeClock clock{noon};
  std::vector<std::string> settled;  ///< "user key shown error", guarded by lock()
  [[nodiscard]] std::unique_lock<std::mutex> lock() { return std::unique_lock(mutex_); }
  [[nodiscard]] const std::filesystem::path& database() const { return database_; }

 private:
  std::string add_alert_now(const std::string& title,
                            const std::vector<std::string>& channels,
                            const std::string& recipient);
  void write(const std::function<void()>& work);

  std::mutex mutex_;
  std::filesystem::path database_;
  store::Ownership ownership_;
  std::unique_ptr<store::Writer> writer_;
  std::vector<model::Feed> feeds_;
  std::shared_ptr<const api::Addresses> addresses_;
  std::string reload_error_;
  int alerts_made_ = 0;
};

/// The server over a world, until it goes out of scope.
class Service final {
 public:
  explicit Service(World& world,
                   const std::filesystem::path& socket,
                   const std::function<void(api::ServerOptions&)>& change = {});
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  Service(Service&&) = delete;
  Service& operator=(Service&&) = delete;

  [[nodiscard]] api::Server& server() { return *server_; }

 private:
  int null_;
  base::Log log_;
  std::unique_ptr<api::Server> server_;
  std::jthread thread_;
};

/// A connection that says what it likes.
class RawSocket final {
 public:
  explicit RawSocket(const std::filesystem::path& socket);
  ~RawSocket();
  RawSocket(const RawSocket&) = delete;
  RawSocket& operator=(const RawSocket&) = delete;
  RawSocket(RawSocket&&) = delete;
  RawSocket& operator=(RawSocket&&) = delete;

  bool send(std::string_view bytes) const;
  /// All that comes until the other side closes (or ten seconds pass), at most a megabyte.
  [[nodiscard]] std::string read_all() const;
  /// All that comes until `end` has come.
  [[nodiscard]] std::string read_until(std::string_view end) const;

 private:
  int fd_;
};

[[nodiscard]] std::string user_name();

}  // namespace support
