// A client on loopback and the answers it gave, for the tests of this room.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>

#include "base/log.h"
#include "base/mailbox.h"
#include "net/client.h"

namespace visits {

inline net::ClientOptions options() {
  return {.user_agent = "newswatch/0.1 (+https://newswatch.example; feed monitor)"};
}

class Visits final {
 public:
  explicit Visits(net::ClientOptions chosen = options())
      : null_(::open("/dev/null", O_WRONLY | O_CLOEXEC)),
        log_(null_.get(), base::Log::Style::journal, base::Level::error),
        answers_(1),
        client_(std::move(chosen), answers_, log_) {}

  /// A feed of loopback, which the guard is told to let pass.
  static net::Request request(const std::string& url) {
    net::Request request;
    request.ticket = 7;
    request.feed.id = "test";
    request.feed.address = url;
    request.feed.allow_private = {"127.0.0.0/8"};
    return request;
  }

  net::Response get(net::Request request) {
    client_.start(std::move(request));
    return collect(1).at(0);
  }
  net::Response get(const std::string& url) { return get(request(url)); }

  std::vector<net::Response> collect(std::size_t count) {
    std::vector<net::Response> got;
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (got.size() < count && std::chrono::steady_clock::now() < give_up) {
      client_.step(std::chrono::milliseconds(1000));
      while (auto response = answers_.take_now()) {
        got.push_back(std::move(*response));
      }
    }
    if (got.size() != count) throw std::runtime_error("the client gave no answer");
    return got;
  }

  net::Client& client() { return client_; }
  base::Mailbox<net::Response>& answers() { return answers_; }

 private:
  base::Fd null_;
  base::Log log_;
  base::Mailbox<net::Response> answers_;
  net::Client client_;
};

}  // namespace visits
