// A channel made from its keys, as the configuration writes them.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "channel/registry.h"
#include "settings/load.h"
#include "support/temp_dir.h"

namespace channel {

class Made final {
 public:
  /// `keys` is a flow mapping without braces, the type first: "type: log, colour: never".
  explicit Made(const std::string& keys, Surroundings around = {})
      : loaded_(settings::load(folder_.write("newswatch.yaml",
                                             "feeds: [{url: \"http://h/f\"}]\n"
                                             "watches: [{name: w, keywords: [x], channels: [it]}]\n"
                                             "channels:\n  it: {" +
                                                 keys + "}\n"))) {
    around.name = "it";
    if (around.host_name.empty()) around.host_name = "watcher.example.org";
    if (around.user_agent.empty()) around.user_agent = "newswatch/test";
    if (loaded_.settings.channels.size() != 1) return;
    const settings::Channel& one = loaded_.settings.channels.front();
    type_ = find_type(one.type);
    if (type_ != nullptr) channel_ = type_->make(one.section, around);
  }

  [[nodiscard]] bool fine() const { return channel_ != nullptr; }
  Channel& operator*() { return *channel_; }
  Channel* operator->() { return channel_.get(); }

  /// Each on a line of its own, without the file.
  [[nodiscard]] std::string problems() const {
    std::string text;
    for (const settings::Problem& problem : loaded_.problems())
      text += problem.message + "\n";
    return text;
  }

 private:
  support::TempDir folder_;
  settings::Loaded loaded_;
  const Type* type_ = nullptr;
  std::unique_ptr<Channel> channel_;
};

[[nodiscard]] inline base::SteadyPoint soon(
    std::chrono::milliseconds time = std::chrono::seconds(20)) {
  return base::SystemClock().steady() + time;
}

/// The verdict on one message.
[[nodiscard]] inline Verdict send_one(Channel& channel, const model::Message& message) {
  return channel.send({&message, 1}, soon()).at(0);
}

}  // namespace channel
