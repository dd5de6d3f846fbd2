// The libcurl Fetcher: one multi handle for feeds, every hop of every redirect passed through
// limits and the address guard. `file:` feeds are read here too, so that they come back the same
// way.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "base/log.h"
#include "base/mailbox.h"
#include "net/fetcher.h"

namespace net {

struct ClientOptions {
  std::string user_agent;  ///< "newswatch/0.1 (+https://…; feed monitor)"
  std::size_t max_connections = 64;
  std::string ca_file = "/etc/ssl/certs/ca-certificates.crt";
  TimeLimits limits = {};
};

class Client final : public Fetcher {
 public:
  /// The mailbox and the log must outlive the client. Throws std::runtime_error where libcurl
  /// cannot be set up.
  Client(ClientOptions options, base::Mailbox<Response>& answers, base::Log& log);
  ~Client() override;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  Client(Client&&) = delete;
  Client& operator=(Client&&) = delete;

  void start(Request request) override;

  /// Drives every transfer; returns after answers were given, `wake` was called, or `longest` has
  /// passed. One thread, always the same.
  void step(std::chrono::milliseconds longest);

  /// From any thread: makes a waiting step return.
  void wake() noexcept;

  /// Ends every transfer in hand as failed (`cancelled by shutdown`), each with its Response. The
  /// step thread.
  void cancel_all();

  /// Started and not answered. The step thread.
  [[nodiscard]] std::size_t in_flight() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace net
