#include "api/addresses.h"

#include "base/url.h"

namespace api {

std::shared_ptr<const Addresses> display_addresses(std::span<const model::Feed> feeds) {
  auto all = std::make_shared<Addresses>();
  for (const model::Feed& feed : feeds) {
    if (feed.source == model::Feed::Source::file) {
      all->emplace(feed.id, feed.address);
      continue;
    }
    if (const auto url = base::Url::parse(feed.address)) {
      all->emplace(feed.id, url->display());
    }
  }
  return all;
}

}  // namespace api
