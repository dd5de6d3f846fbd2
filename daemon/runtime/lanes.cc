#include "runtime/lanes.h"

#include <functional>
#include <random>
#include <utility>

#include "runtime/thread_name.h"

namespace runtime {

Lanes::Lanes(StoreDoor& door, Wishes& wishes, const base::Clock& clock, base::Log& log)
    : door_(door), wishes_(wishes), clock_(clock), log_(log) {}

Lanes::~Lanes() = default;

void Lanes::take(const Plan& plan, Channels&& channels) {
  bury();
  for (auto each = running_.begin(); each != running_.end();) {
    const auto route = plan.routes.find(each->first);
    const bool stays =
        route != plan.routes.end() && route->second.type->carrier == channel::Carrier::lane;
    if (stays) {
      ++each;
      continue;
    }
    each->second->thread.request_stop();
    each->second->lane.wake();
    retired_.push_back(std::move(each->second));
    each = running_.erase(each);
  }
  for (auto& [name, channel] : channels) {
    const channel::Type* type = plan.routes.at(name).type;
    if (type->carrier != channel::Carrier::lane) {
      continue;
    }
    if (const auto there = running_.find(name);
        there != running_.end() && there->second->lane.type() == type) {
      there->second->lane.replace(std::move(channel));
      continue;
    }
    start(name, type, std::move(channel));
  }
}

void Lanes::start(const std::string& name,
                  const channel::Type* type,
                  std::unique_ptr<channel::Channel> channel) {
  if (const auto other = running_.find(name); other != running_.end()) {  // of another type now
    other->second->thread.request_stop();
    retired_.push_back(std::move(other->second));
    running_.erase(other);
  }
  auto running = std::make_unique<Running>(LaneParts{.name = name,
                                                     .type = type,
                                                     .door = door_,
                                                     .clock = clock_,
                                                     .log = log_,
                                                     .seed = std::random_device{}()},
                                           std::move(channel));
  Running* self = running.get();
  running->thread = std::jthread([this, self](const std::stop_token& stop) {
    name_thread("lane-" + self->lane.name());
    self->lane.run(stop);
    self->finished = true;
    wishes_.put_always(LaneEnded{});
  });
  running_.emplace(name, std::move(running));
}

void Lanes::wake(std::string_view channel) {
  if (const auto found = running_.find(channel); found != running_.end()) {
    found->second->lane.wake();
  }
}

void Lanes::request_stop() {
  for (auto& [name, each] : running_) {
    each->thread.request_stop();
  }
}

void Lanes::interrupt() {
  for (auto& [name, each] : running_) {
    each->lane.interrupt();
  }
  for (auto& each : retired_) {
    each->lane.interrupt();
  }
}

std::vector<std::string> Lanes::unfinished() const {
  std::vector<std::string> names;
  for (const auto& [name, each] : running_) {
    if (!each->finished) {
      names.push_back(name);
    }
  }
  for (const auto& each : retired_) {
    if (!each->finished) {
      names.push_back(each->lane.name());
    }
  }
  return names;
}

void Lanes::bury() {
  std::erase_if(retired_, [](const auto& each) { return each->finished.load(); });
}

}  // namespace runtime
