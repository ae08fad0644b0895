package croft.drivers.blob;

import croft.drivers.blob.BlobException.Reason;
import java.io.StringReader;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the answers of an S3 endpoint. */
final class S3Listing {
  private S3Listing() {}

  /** The blobs of a listing; other objects under the prefix are passed over. */
  static List<BlobEntry> read(String xml, String prefix) throws BlobException {
    List<BlobEntry> found = new ArrayList<>();
    try {
      XMLStreamReader reader = reader(xml);
      String key = "";
      String size = "";
      Instant modified = Instant.EPOCH;
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamReader.START_ELEMENT) {
          switch (reader.getLocalName()) {
            case "Key" -> key = reader.getElementText();
            case "Size" -> size = reader.getElementText();
            case "LastModified" -> modified = Instant.parse(reader.getElementText());
            default -> {}
          }
        } else if (event == XMLStreamReader.END_ELEMENT
            && reader.getLocalName().equals("Contents")) {
          String id = key.startsWith(prefix) ? key.substring(prefix.length()) : "";
          if (BlobIds.isValid(id)) {
            found.add(new BlobEntry(id, Long.parseLong(size), modified));
          }
        }
      }
    } catch (XMLStreamException | DateTimeParseException | NumberFormatException e) {
      throw new BlobException(Reason.UNAVAILABLE, "The endpoint's listing cannot be read", e);
    }
    return found;
  }

  /** The text of the first element of that name. */
  static String element(String xml, String name) throws BlobException {
    try {
      XMLStreamReader reader = reader(xml);
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamReader.START_ELEMENT && reader.getLocalName().equals(name)) {
          return reader.getElementText();
        }
      }
    } catch (XMLStreamException e) {
      throw new BlobException(Reason.UNAVAILABLE, "The endpoint's answer cannot be read", e);
    }
    throw new BlobException(Reason.UNAVAILABLE, "The endpoint's answer has no " + name);
  }

  private static XMLStreamReader reader(String xml) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory.createXMLStreamReader(new StringReader(xml));
  }
}
