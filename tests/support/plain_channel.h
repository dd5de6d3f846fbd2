// A channel into a list, which can be told to fail.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "channel/channel.h"

namespace support {

/// What a plain channel received, shared with the test that looks at it.
struct Inbox {
  std::vector<model::Message> messages;
  /// The verdict on a message; absent: sent.
  std::function<channel::Verdict(const model::Message&)> verdict;
};

class PlainChannel final : public channel::Channel {
 public:
  explicit PlainChannel(std::shared_ptr<Inbox> inbox) : inbox_(std::move(inbox)) {}

  [[nodiscard]] std::vector<channel::Verdict> send(std::span<const model::Message> messages,
                                                   base::SteadyPoint) override {
    std::vector<channel::Verdict> verdicts;
    for (const model::Message& message : messages) {
      inbox_->messages.push_back(message);
      verdicts.push_back(inbox_->verdict ? inbox_->verdict(message) : channel::Verdict{});
    }
    return verdicts;
  }

 private:
  std::shared_ptr<Inbox> inbox_;
};

}  // namespace support
