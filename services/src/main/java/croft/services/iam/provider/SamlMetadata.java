package croft.services.iam.provider;

import croft.base.ServiceError;
import croft.services.iam.entity.EntityErrors;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * The metadata document of a SAML identity provider, read without entities or outside references.
 *
 * <p>Source: OASIS, Metadata for SAML V2.0.
 */
final class SamlMetadata {
  private static final String METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
  private static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";
  private static final int USUAL_YEARS = 100;

  private SamlMetadata() {}

  /**
   * When the document ends: its {@code validUntil}, else a hundred years from now.
   *
   * @throws ServiceError {@code InvalidInput} when it describes no identity provider with a key
   */
  static Instant validUntil(String document, Instant now) {
    Element root = root(document);
    boolean describes =
        METADATA.equals(root.getNamespaceURI())
            && "EntityDescriptor".equals(root.getLocalName())
            && root.getElementsByTagNameNS(METADATA, "IDPSSODescriptor").getLength() > 0
            && root.getElementsByTagNameNS(SIGNATURE, "X509Certificate").getLength() > 0;
    if (!describes) {
      throw unparsable();
    }
    String until = root.getAttribute("validUntil");
    if (until.isEmpty()) {
      return now.atOffset(ZoneOffset.UTC).plusYears(USUAL_YEARS).toInstant();
    }
    try {
      return OffsetDateTime.parse(until).toInstant();
    } catch (DateTimeParseException notATime) {
      throw unparsable();
    }
  }

  private static Element root(String document) {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    try {
      factory.setNamespaceAware(true);
      factory.setXIncludeAware(false);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      return builder.parse(new InputSource(new StringReader(document))).getDocumentElement();
    } catch (SAXException | IOException notXml) {
      throw unparsable();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("This Java's XML parser cannot refuse DOCTYPEs", e);
    }
  }

  private static ServiceError unparsable() {
    return EntityErrors.invalidInput("Could not parse metadata");
  }
}
