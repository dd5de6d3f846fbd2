#include "schedule/host_gate.h"

#include <algorithm>

namespace schedule {

HostGate::HostGate(std::span<const model::HostRule> rules) : rules_(rules.begin(), rules.end()) {}

void HostGate::set_rules(std::span<const model::HostRule> rules) {
  rules_.assign(rules.begin(), rules.end());
}

const model::HostRule* HostGate::rule_for(std::string_view host) const {
  const std::size_t colon = host.rfind(':');
  const bool in_brackets = host.find(']', colon == std::string_view::npos ? host.size() : colon) !=
                           std::string_view::npos;
  const std::string_view name = in_brackets ? host : host.substr(0, colon);
  const auto is_named = [&](const model::HostRule& rule) {
    const std::string_view ruled = rule.host;
    if (name.starts_with('[') && !ruled.starts_with('[') && name.ends_with(']')) {
      return name.substr(1, name.size() - 2) == ruled;
    }
    return ruled == name;
  };
  const auto found = std::find_if(rules_.begin(), rules_.end(), is_named);
  return found == rules_.end() ? nullptr : &*found;
}

std::chrono::milliseconds HostGate::spacing(std::string_view host) const {
  const model::HostRule* const rule = rule_for(host);
  return rule == nullptr ? default_spacing : std::chrono::milliseconds(rule->spacing);
}

base::SteadyPoint HostGate::earliest(std::string_view host, base::SteadyPoint now) const {
  const auto known = hosts_.find(host);
  return known == hosts_.end() ? now : std::max(now, known->second.free_at);
}

base::SteadyPoint HostGate::admit(std::string_view host, base::SteadyPoint now) {
  const base::SteadyPoint slot = earliest(host, now);
  auto known = hosts_.find(host);
  if (known == hosts_.end()) {
    known = hosts_.emplace(std::string(host), Host{}).first;
  }
  known->second.free_at = slot + spacing(host);
  return slot;
}

bool HostGate::may_start(std::string_view host) const {
  const auto known = hosts_.find(host);
  if (known == hosts_.end()) {
    return true;
  }
  const model::HostRule* const rule = rule_for(host);
  return known->second.running < (rule == nullptr ? default_connections : rule->connections);
}

void HostGate::started(std::string_view host) {
  auto known = hosts_.find(host);
  if (known == hosts_.end()) {
    known = hosts_.emplace(std::string(host), Host{}).first;
  }
  ++known->second.running;
}

void HostGate::finished(std::string_view host, base::SteadyPoint now) {
  const auto known = hosts_.find(host);
  if (known == hosts_.end()) {
    return;
  }
  known->second.running = std::max(0, known->second.running - 1);
  // Every host whose time has passed goes, a few at each visit, so that the map holds those in use.
  constexpr int most_swept = 4;
  auto place = hosts_.upper_bound(last_swept_);
  for (int swept = 0; swept < most_swept && !hosts_.empty(); ++swept) {
    if (place == hosts_.end()) {
      place = hosts_.begin();
    }
    last_swept_ = place->first;
    const bool idle = place->second.running == 0 && place->second.free_at <= now;
    place = idle ? hosts_.erase(place) : std::next(place);
  }
}

std::size_t HostGate::hosts() const {
  return hosts_.size();
}

}  // namespace schedule
