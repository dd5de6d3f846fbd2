// A small web on one thread: addresses with documents, validators that change with them, and faults
// drawn from a seed.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "net/fetcher.h"

namespace support {

/// Answers wait until they are taken, in the order of the requests. A document published anew gets
/// a new ETag.
class SmallWeb final : public net::Fetcher {
 public:
  explicit SmallWeb(std::uint64_t seed = 1, double fault_rate = 0)
      : chance_(seed), fault_rate_(fault_rate) {}

  void publish(const std::string& address, std::string body) {
    pages_[address] = {std::move(body), "\"" + std::to_string(++versions_) + "\""};
  }
  void withdraw(const std::string& address) { pages_.erase(address); }

  void start(net::Request request) override {
    requests.push_back(request);
    answers_.push_back(answer(request));
  }

  [[nodiscard]] std::optional<net::Response> take() {
    if (answers_.empty()) {
      return std::nullopt;
    }
    net::Response first = std::move(answers_.front());
    answers_.pop_front();
    return first;
  }

  std::vector<net::Request> requests;  ///< every one ever made

 private:
  struct Page {
    std::string body;
    std::string etag;
  };

  [[nodiscard]] net::Response answer(const net::Request& request) {
    net::Response response;
    response.ticket = request.ticket;
    response.final_url = request.feed.address;
    if (std::uniform_real_distribution<double>(0, 1)(chance_) < fault_rate_) {
      response.trouble = {
          .kind = model::Trouble::Kind::connect, .status = 0, .message = "no connection"};
      return response;
    }
    const auto page = pages_.find(request.feed.address);
    if (page == pages_.end()) {
      response.status = 404;
      response.trouble = {
          .kind = model::Trouble::Kind::http_status, .status = 404, .message = "HTTP status 404"};
      return response;
    }
    response.validators = {
        .etag = page->second.etag, .last_modified = {}, .origin = "https://small.example:443"};
    if (request.validators.etag == page->second.etag) {
      response.kind = net::Response::Kind::not_modified;
      response.status = 304;
      return response;
    }
    response.kind = net::Response::Kind::body;
    response.status = 200;
    response.content_type = "application/rss+xml";
    response.body = page->second.body;
    return response;
  }

  std::map<std::string, Page> pages_;
  std::deque<net::Response> answers_;
  std::mt19937_64 chance_;
  double fault_rate_;
  std::uint64_t versions_ = 0;
};

}  // namespace support
