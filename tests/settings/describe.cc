#include "settings/describe.h"

#include <string_view>
#include <vector>

#include "base/text.h"

namespace describe {
namespace {

std::string backlog(const model::Backlog& backlog) {
  switch (backlog.kind) {
    case model::Backlog::Kind::none:
      return "none";
    case model::Backlog::Kind::all:
      return "all";
    case model::Backlog::Kind::count:
      return std::to_string(backlog.count);
    case model::Backlog::Kind::age:
      return base::format_span(backlog.age);
  }
  return "none";
}

std::string network(const model::Feed& feed) {
  std::string text;
  if (!feed.user_agent.empty()) text += " user_agent=" + feed.user_agent;
  for (const model::Header& header : feed.headers) {
    text += " " + header.name + "=" + header.value.reveal();
  }
  if (!feed.user.empty()) text += " user=" + feed.user;
  if (!feed.password.empty()) text += " password=" + feed.password.reveal();
  if (!feed.token.empty()) text += " token=" + feed.token.reveal();
  if (!feed.proxy.empty()) text += " proxy=" + feed.proxy;
  if (feed.insecure) text += " insecure";
  if (!feed.http2) text += " no-http2";
  if (!feed.allow_private.empty()) text += " allow_private=" + base::join(feed.allow_private, ",");
  if (feed.operated_by_me) text += " operated_by_me";
  if (feed.max_size != model::Feed{}.max_size) text += " max_size=" + std::to_string(feed.max_size);
  return text;
}

std::string feed(const model::Feed& feed) {
  std::string text = "feed " + feed.id + " " + feed.address;
  if (feed.source == model::Feed::Source::file) text += " (file)";
  if (!feed.enabled) text += " disabled";
  if (feed.every) text += " every=" + base::format_span(*feed.every);
  if (feed.backlog.kind != model::Backlog::Kind::none) text += " backlog=" + backlog(feed.backlog);
  if (feed.keep) text += " keep=" + base::format_span(*feed.keep);
  if (!feed.tags.empty()) text += " tags=" + base::join(feed.tags, ",");
  if (!feed.language.empty()) text += " language=" + feed.language;
  return text + network(feed);
}

std::string phrases(std::string_view name, const std::vector<model::Phrase>& all) {
  std::string text;
  for (const model::Phrase& phrase : all) {
    text += "  " + std::string(name) + " " + phrase.text + " @ " + phrase.where + "\n";
  }
  return text;
}

std::string watch(const model::Watch& watch) {
  std::string text = "watch " + watch.name + " @ " + watch.where + " in";
  for (const model::Field field : watch.in)
    text += " " + std::string(model::word(field));
  text += " to " + base::join(watch.channels, ", ") + "\n";
  if (watch.query) text += "  query " + watch.query->text + " @ " + watch.query->place_of(1) + "\n";
  return text + phrases("keyword", watch.keywords) + phrases("except", watch.except);
}

}  // namespace

std::string settings(const settings::Settings& all) {
  std::string text = "store " + all.store.string() + " keep " + base::format_span(all.keep);
  if (!all.language.empty()) text += " language " + all.language;
  if (!all.contact.empty()) text += " contact " + all.contact;
  if (all.socket) text += " socket " + all.socket->string();
  text += "\n";
  for (const model::Feed& each : all.feeds)
    text += feed(each) + "\n";
  for (const model::HostRule& host : all.hosts) {
    text += "host " + host.host + " spacing=" + base::format_span(host.spacing) +
            " connections=" + std::to_string(host.connections) + "\n";
  }
  for (const model::Watch& each : all.watches)
    text += watch(each);
  for (const settings::Channel& channel : all.channels) {
    text += "channel " + channel.name + " " + channel.type + "\n";
  }
  return text;
}

}  // namespace describe
